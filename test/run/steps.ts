/** The checks and the vitest projects, in the order in which `npm test` runs them, and what they need to be built. Pure. */
import { PARTS, type Part } from './build.ts';

export const CHECKS = ['types', 'lint', 'format', 'exports'] as const;

export type Check = (typeof CHECKS)[number];

export const SUITES = ['unit', 'contract', 'chromium', 'firefox', 'package'] as const;

export type Suite = (typeof SUITES)[number];

/** What each suite needs from dist. */
const NEEDED_PARTS: Record<Suite, readonly Part[]> = {
  unit: [],
  contract: PARTS,
  chromium: ['chrome', 'lab'],
  firefox: ['firefox', 'lab'],
  package: PARTS,
};

/** The parts that have to be built before the suites run. */
export function getNeededParts(suites: readonly Suite[]): Part[] {
  return PARTS.filter((part) => suites.some((suite) => NEEDED_PARTS[suite].includes(part)));
}
