/** Node. What the helper itself throws, all of it: the code takes its words from here, and docs/errors.md its list. What happens to a captcha has the codes of core/error-catalogue.ts. */
import { LatchkeyError } from './latchkey-error.ts';

interface HelperEntry {
  /** Who throws it. */
  from: 'prepareExtension' | 'launchArgs' | 'startLab' | 'waitForSolved';
  /** What happened, in one sentence; `$1`, `$2` stand for what is known at that moment. */
  message: string;
  /** What to do. */
  fix: string;
}

export const helperErrors = {
  CONFIG_INVALID: {
    from: 'prepareExtension',
    message: 'The configuration is wrong: $1.',
    fix: 'Correct what is named; src/automation/docs/configuration.md lists every field.',
  },
  BROWSER_UNKNOWN: {
    from: 'prepareExtension',
    message: 'There is no Latchkey for “$1”.',
    fix: 'Name one of chrome, chromium, edge, firefox.',
  },
  BUILD_MISSING: {
    from: 'prepareExtension',
    message: '$1 holds no build of Latchkey.',
    fix: 'Install the package again, or run npm run build in a checkout.',
  },
  LAB_FAILED: {
    from: 'startLab',
    message: 'The lab did not start: $1',
    fix: 'Do what it says; without ports it takes any that are free.',
  },
  PAGE_UNKNOWN: {
    from: 'waitForSolved',
    message: 'What waitForSolved was given is no page.',
    fix: 'Give it a page or frame of Puppeteer or Playwright, or a driver of selenium-webdriver; a forgotten “await” gives a promise.',
  },
  KIND_UNKNOWN: {
    from: 'waitForSolved',
    message: 'There is no captcha of the kind “$1”.',
    fix: 'Name one of those in events.md, or leave it out.',
  },
  TIMEOUT_INVALID: {
    from: 'waitForSolved',
    message: 'The timeout is no number of milliseconds.',
    fix: 'Leave it out, or give one above 0.',
  },
  EVENTS_OFF: {
    from: 'waitForSolved',
    message: 'The configuration has "events": false, so Latchkey tells nothing of what it does.',
    fix: 'Leave "events" out of what prepareExtension is given, or set it to true.',
  },
  NOT_IN_PAGE: {
    from: 'waitForSolved',
    message: 'Latchkey does not answer in this page.',
    fix: 'Check that the extension is loaded, and that its latchkey.json is valid JSON and has "events": true; a page that was opened before the extension was ready must be loaded again.',
  },
  NO_EVENT: {
    from: 'waitForSolved',
    message: 'Latchkey told of no $1 that was solved or failed within $2 ms; what it knows of in the page: $3.',
    fix: 'Check that the page has one, that its site is set to “auto”, that the extension is loaded, and that its configuration has "events": true.',
  },
  PAGE_CLOSED: {
    from: 'waitForSolved',
    message: 'The page was closed before a captcha was solved.',
    fix: 'Wait for waitForSolved before closing the page.',
  },
  CANCELLED: { from: 'waitForSolved', message: 'The $1 was cancelled.', fix: 'Reload the page and try again.' },
  INTERNAL: {
    from: 'waitForSolved',
    message: 'The $1 failed, and Latchkey did not say why.',
    fix: 'Reload the page and try again.',
  },
} as const satisfies Record<string, HelperEntry>;

export type HelperCode = keyof typeof helperErrors;

/** `values` take the places of `$1`, `$2` in the message. */
export function helperError(code: HelperCode, ...values: readonly (string | number)[]): LatchkeyError {
  return new LatchkeyError({ code, ...words(code, values) });
}

/** Of the configuration: all that is wrong, and the path of the first wrong field. */
export function configError(problems: readonly { path: string; message: string }[]): LatchkeyError {
  const all = problems.map(({ path, message }) => `${path} ${message}`).join('; ');
  return new LatchkeyError({ code: 'CONFIG_INVALID', ...words('CONFIG_INVALID', [all]), path: problems[0]?.path });
}

function words(code: HelperCode, values: readonly (string | number)[]): { message: string; fix: string } {
  const { message, fix } = helperErrors[code];
  return {
    message: message.replaceAll(/\$(\d)/g, (_mark, place: string) => String(values[Number(place) - 1] ?? '')),
    fix,
  };
}
