/** Counts of what passed and failed, and the what the commands that run tests print of it. Pure. */

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** How long one test file took in one suite. */
export interface FileTime {
  suite: string;
  /** Relative to the repository's root. */
  file: string;
  ms: number;
}

export interface Outcome {
  tally: Tally;
  times: readonly FileTime[];
}

export const NUMBER_OF_SLOWEST = 10;

/** Each true is a check that passed, each false one that failed. */
export function countChecks(results: readonly boolean[]): Outcome {
  const passed = results.filter(Boolean).length;
  return { tally: { passed, failed: results.length - passed, skipped: 0 }, times: [] };
}

export function addOutcomes(outcomes: readonly Outcome[]): Outcome {
  const sum = (key: keyof Tally) => outcomes.reduce((total, { tally }) => total + tally[key], 0);
  return {
    tally: { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') },
    times: outcomes.flatMap(({ times }) => times),
  };
}

/** The slowest files, slowest first, one line each: seconds, suite, file. */
export function listSlowest(times: readonly FileTime[], count = NUMBER_OF_SLOWEST): string[] {
  const slowest = times.toSorted((a, b) => b.ms - a.ms).slice(0, count);
  const width = Math.max(0, ...slowest.map(({ suite }) => suite.length));
  return slowest.map(
    ({ suite, file, ms }) => `${(ms / 1000).toFixed(1).padStart(7)} s  ${suite.padEnd(width)}  ${file}`,
  );
}

/** `N passed, N failed`, and `, N skipped` if some were. */
export function toClosingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A run in which nothing passed has shown nothing. */
export function toExitCode({ passed, failed }: Tally): 0 | 1 {
  return failed === 0 && passed > 0 ? 0 : 1;
}
