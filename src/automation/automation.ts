/** Node. The package's own export: what a test suite needs to have captchas solve themselves. */
export { LatchkeyError } from './latchkey-error.ts';
export {
  launchArgs,
  prepareExtension,
  type AutomationBrowser,
  type AutomationConfig,
  type PrepareOptions,
} from './prepare-extension.ts';
export { startLab, type LabOptions, type RunningLab } from './start-lab.ts';
export { waitForSolved, type DrivenPage, type WaitOptions } from './wait-for-solved.ts';
export type { SolvedDetail } from './in-page.ts';
