/** test/run/tally.ts and report.ts: how results are added up, and where a run stops. The terminal's output is caught. */
import { afterEach, expect, test, vi } from 'vitest';
import { runStages } from '../run/report.ts';
import { addOutcomes, countChecks, listSlowest, toClosingLine, toExitCode, type Outcome } from '../run/tally.ts';

const tests = (passed: number, failed: number, skipped = 0): Outcome => ({
  tally: { passed, failed, skipped },
  times: [{ suite: 'unit', file: 'a.test.ts', ms: 1 }],
});

afterEach(() => vi.restoreAllMocks());

test('each check counts once, beside the tests', () => {
  const { tally, times } = addOutcomes([countChecks([true, false, true]), tests(5, 1, 2), tests(3, 0)]);
  expect(tally).toEqual({ passed: 10, failed: 2, skipped: 2 });
  expect(times).toHaveLength(2);
});

test.each([
  [{ passed: 7, failed: 0, skipped: 0 }, '7 passed, 0 failed', 0],
  [{ passed: 7, failed: 2, skipped: 0 }, '7 passed, 2 failed', 1],
  [{ passed: 1, failed: 0, skipped: 3 }, '1 passed, 0 failed, 3 skipped', 0],
  [{ passed: 0, failed: 0, skipped: 3 }, '0 passed, 0 failed, 3 skipped', 1],
])('%j ends with "%s" and exit code %i', (tally, line, code) => {
  expect(toClosingLine(tally)).toBe(line);
  expect(toExitCode(tally)).toBe(code);
});

test('the slowest files come first, with suite and seconds, and only so many', () => {
  const times = [
    { suite: 'unit', file: 'b.test.ts', ms: 1_540 },
    { suite: 'chromium', file: 'c.spec.ts', ms: 123_456 },
    { suite: 'unit', file: 'a.test.ts', ms: 20 },
  ];
  expect(listSlowest(times, 2)).toEqual(['  123.5 s  chromium  c.spec.ts', '    1.5 s  unit      b.test.ts']);
  expect(listSlowest([], 2)).toEqual([]);
});

test('stages run until one has a failure; what is left out is named', async () => {
  const errors = vi.spyOn(console, 'error').mockReturnValue();
  const browsers = vi.fn(async () => tests(100, 0));
  const { tally } = await runStages([
    { name: 'types', run: async () => countChecks([true]) },
    { name: 'unit', run: async () => tests(4, 1) },
    { name: 'chromium, firefox', run: browsers },
    { name: 'package', run: browsers },
  ]);
  expect(tally).toEqual({ passed: 5, failed: 1, skipped: 0 });
  expect(browsers).not.toHaveBeenCalled();
  expect(errors).toHaveBeenCalledExactlyOnceWith(
    'Latchkey: stopped at the first stage with a failure. Not run: chromium, firefox, package.',
  );
});

test('a stage that throws counts as one failure, and its reason is printed', async () => {
  const errors = vi.spyOn(console, 'error').mockReturnValue();
  const { tally } = await runStages([
    { name: 'unit', run: async () => tests(4, 0) },
    { name: 'chromium', run: () => Promise.reject(new Error('Chromium is not installed')) },
  ]);
  expect(tally).toEqual({ passed: 4, failed: 1, skipped: 0 });
  expect(errors).toHaveBeenCalledExactlyOnceWith('Latchkey: Chromium is not installed');
});
