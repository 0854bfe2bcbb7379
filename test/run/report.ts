/** How the commands that run tests go on and end: stage by stage, then the slowest files, and `N passed, N failed` as the last line. Node only. */
import {
  addOutcomes,
  countChecks,
  listSlowest,
  NUMBER_OF_SLOWEST,
  toClosingLine,
  toExitCode,
  type Outcome,
} from './tally.ts';

export interface Stage {
  name: string;
  run: () => Promise<Outcome>;
}

/** Prints why something could not be done. */
export function printError(error: unknown): void {
  console.error(`Latchkey: ${error instanceof Error ? error.message : String(error)}`);
}

/** An error is printed and counts as one failure. */
async function runStage(run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    printError(error);
    return countChecks([false]);
  }
}

/** Runs the stages until one has a failure; says which stages that leaves out. */
export async function runStages(stages: readonly Stage[]): Promise<Outcome> {
  let outcome = countChecks([]);
  for (const [index, { run }] of stages.entries()) {
    outcome = addOutcomes([outcome, await runStage(run)]);
    const left = stages.slice(index + 1).map(({ name }) => name);
    if (outcome.tally.failed === 0 || left.length === 0) continue;
    console.error(`Latchkey: stopped at the first stage with a failure. Not run: ${left.join(', ')}.`);
    break;
  }
  return outcome;
}

/** Runs the command, prints its closing lines and ends the process. */
export async function runAndReport(command: () => Promise<Outcome>): Promise<void> {
  const { tally, times } = await runStage(command);
  if (tally.passed + tally.failed === 0) console.error('Latchkey: no test was run.');
  if (times.length > NUMBER_OF_SLOWEST) console.log(['Slowest test files:', ...listSlowest(times), ''].join('\n'));
  // Pipes are written later than exit() would wait for.
  process.stdout.write(`${toClosingLine(tally)}\n`, () => process.exit(toExitCode(tally)));
}
