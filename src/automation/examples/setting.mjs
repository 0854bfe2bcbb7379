/**
 * What all examples share: where they go, which account solves, and which browser they start.
 * As it stands they go to the lab, which `npx latchkey-lab` runs on this machine: its look-alike captchas and its service cost nothing.
 * For your own site set SITE and LATCHKEY_KEY, or write your values here.
 */
const {
  SITE,
  LATCHKEY_KEY,
  LAB_SERVICE = 'http://127.0.0.1:8917',
  LAB_PROXY = 'http://127.0.0.1:8918',
  LAB_KEY = 'lab',
  CHROMIUM,
  FIREFOX,
  NO_SANDBOX,
} = process.env;

/** The page with the captcha. */
export const site = SITE ?? 'https://lab.test/turnstile';

/** What would be in latchkey.json. Only the named site solves by itself. */
export const config = {
  accounts: [SITE ? { service: 'capzy', key: LATCHKEY_KEY } : { service: 'lab', key: LAB_KEY, endpoint: LAB_SERVICE }],
  sites: { [new URL(site).hostname]: 'auto' },
  budget: { perDay: 1, perSitePerHour: 100 },
};

/** The lab answers for its pages and for the providers' scripts, through its proxy and with a certificate of its own. Your site needs none of this. */
export const proxy = SITE ? undefined : new URL(LAB_PROXY);

/** Switches for Chromium. Its sandbox can't start as root, nor in most containers. */
export const chromiumArgs = [
  ...(NO_SANDBOX || process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ...(proxy ? [`--proxy-server=${proxy.origin}`, '--ignore-certificate-errors'] : []),
];

/** Preferences for Firefox. */
export const firefoxPrefs = proxy
  ? {
      'network.proxy.type': 1,
      'network.proxy.http': proxy.hostname,
      'network.proxy.http_port': Number(proxy.port),
      'network.proxy.ssl': proxy.hostname,
      'network.proxy.ssl_port': Number(proxy.port),
    }
  : {};

/** Programs of the browsers. */
export const chromium = CHROMIUM ?? '/usr/bin/chromium';
export const firefox = FIREFOX ?? '/usr/bin/firefox-esr';

/** One line for what waitForSolved told. */
export const told = ({ kind, service, ms }) => `${kind} solved by ${service} in ${(ms / 1000).toFixed(1)} s`;
