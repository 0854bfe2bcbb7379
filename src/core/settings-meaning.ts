/**
 * What each setting of core/settings.ts means, in English, for the reference and the schema that `npm run docs` writes. Pure data beside the schema
 * and not in it, so that no bundle of the extension carries it; a contract test holds the two together.
 */

export interface SettingMeaning {
  /** Plain sentences. */
  means: string;
  /** What the schema checks and JSON Schema can't say, or says in a way that nobody reads. */
  limits?: string;
  /** Of each value that can be chosen. */
  choices?: Readonly<Record<string, string>>;
  /** A whole latchkey.json that sets it; absent where the field that it belongs to has one. */
  example?: object;
}

export const settingMeanings: Readonly<Record<string, SettingMeaning>> = {
  $schema: {
    means:
      'Does nothing in Latchkey. It names the JSON schema of this file, so that an editor completes names, shows what they mean and marks mistakes.',
    example: { $schema: './node_modules/latchkey/src/automation/docs/latchkey.schema.json', mode: 'ask' },
  },
  accounts: {
    means:
      'The accounts that solve, first choice first. The next one is asked where the one before can’t help: no money, unknown key, banned, no capacity, does not sell this kind. None: nothing can be bought, and a solve fails with `NO_ACCOUNT`.',
    example: {
      accounts: [
        { service: 'capzy', key: 'capzy_your_key' },
        { service: 'two-captcha', key: '0123456789abcdef0123456789abcdef' },
      ],
    },
  },
  'accounts[].service': { means: 'Which service it is, by its name in the list of services below.' },
  'accounts[].key': {
    means:
      'The key that the service gave you. It stays in the extension’s worker: no page, no event, no log and no error has it.',
    limits: 'Without spaces.',
  },
  'accounts[].endpoint': {
    means: 'Replaces the service’s base URL: for a gateway, a reseller, or a server of your own in tests.',
    limits: 'An https address, or http on 127.0.0.1, [::1] or localhost; without user name, query or fragment.',
    example: {
      accounts: [
        {
          service: 'custom',
          key: 'key-of-my-gateway',
          endpoint: 'https://gateway.example/solve',
          options: { dialect: 'two-captcha' },
        },
      ],
    },
  },
  'accounts[].options': {
    means:
      'What the service in particular can be told; see the list of services below. An option that the service does not have is a mistake.',
  },
  mode: {
    means: 'What Latchkey does on sites that `sites` does not name.',
    choices: {
      ask: 'A captcha is shown as found; a person’s click solves it.',
      auto: 'Captchas solve themselves: when they are there, or, where the page asks for the token in its own time (invisible ones, reCAPTCHA v3), when it asks. Not so pictures to type off, which wait for a click, and the providers’ public test keys, for which nothing is ever bought.',
      off: 'Latchkey keeps its hands off the page: no captcha is shown, solved or told of.',
    },
    example: { mode: 'ask' },
  },
  sites: {
    means:
      'The mode by host name. `example.com` is that host alone; `*.example.com` is it and every host below it. An exact name beats a pattern, a longer pattern a shorter one. The page’s host decides, in its frames too; `off` for a frame’s own host holds in that frame.',
    limits: 'Host names in lower case, without scheme, port or path; no `*` but a leading `*.`.',
    example: { mode: 'off', sites: { 'shop.example': 'auto', '*.staging.example': 'auto' } },
  },
  budget: {
    means: 'Limits that are checked before anything is sent, whoever started the solve.',
    limits: 'A file or policy that has one of the two fixes the other at its default.',
    example: { budget: { perDay: 1, perSitePerHour: null } },
  },
  'budget.perDay': {
    means:
      'The most that is spent in a day (by this machine’s clock), all accounts together, in US dollars. A task whose cost nobody has told counts as 0.003. Then: `BUDGET_DAY`. `null`: no limit.',
  },
  'budget.perSitePerHour': {
    means:
      'The most tasks in an hour for one site, which is the host name of the tab’s page. Then: `BUDGET_SITE`. `null`: no limit.',
  },
  proofOfWork: {
    means: 'What is done with a captcha that is a sum for the computer: ALTCHA, Friendly Captcha, Cap.',
    choices: {
      free: 'It is started in the browser, and costs nothing.',
      service: 'Its answer is bought, where a service sells it (nobody sells Cap’s).',
    },
    example: { proofOfWork: 'service' },
  },
  proxy: {
    means:
      'A proxy that the service is told, for task types that take one. The browser’s own traffic is not sent through it: set the same one there, since such answers are bound to an address.',
    limits:
      '`http://user:password@host:8080`; also https, socks4, socks5. A port is needed; in user name and password `%`, `@` and `:` are written `%25`, `%40`, `%3A`.',
    example: { proxy: 'http://user:password@proxy.example:8080' },
  },
  reportResets: {
    means:
      'Tells the service that its token was bad when the page resets its captcha within ten seconds of getting it. Only for services that take such reports.',
    example: { reportResets: true },
  },
  button: { means: 'Shows the Solve button beside the captcha.', example: { button: false } },
  events: {
    means:
      'Tells the page what happens to its captchas ([events.md](events.md)). Any script of the page can then see that Latchkey is there. `prepareExtension` switches it on where the configuration does not name it, since `waitForSolved` listens to it.',
    example: { events: true },
  },
  language: {
    means:
      'The language that Latchkey speaks in its own pages and on its button. `auto`: the browser’s, or English. Page events and errors are in English always.',
    example: { language: 'de' },
  },
  kindsOff: {
    means:
      'Kinds of captcha that Latchkey leaves alone, as if they were not there: no event tells of them. Their names are in [events.md](events.md#kinds).',
    example: { kindsOff: ['image', 'recaptcha-v3'] },
  },
  badge: {
    means: 'What the toolbar button shows.',
    choices: {
      captchas: 'How the captchas of the page stand.',
      balance: 'What is left on the first account; on a page where a captcha is being solved or has failed, that.',
    },
    example: { badge: 'balance' },
  },
  notifications: {
    means:
      'Tells, by the system’s notifications, what needs a person. The browser must have given its leave, which it asks for when this is switched on in the settings.',
    choices: {
      off: 'Never.',
      manual: 'How a solve ended that a person started.',
      all: 'Also that an automatic solve failed.',
    },
    example: { notifications: 'off' },
  },
};
