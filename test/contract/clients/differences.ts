/**
 * Where Latchkey's request and that of a service's own client may differ, and why: everything else that differs is a fault. Node only; data alone.
 * A row that no run needs any more fails the suite too.
 */
export interface Difference {
  /** npm package. */
  client: string;
  /** Kinds that it holds for; all, if left out. */
  kinds?: readonly string[];
  /** Name of the field, or `type`. */
  field: string;
  /** Who sends it; `both`: with other values. */
  side: 'client' | 'latchkey' | 'both';
  why: string;
  source: string;
}

const CAPMONSTER = '@zennolab_com/capmonstercloud-client';
const ANTI = '@antiadmin/anticaptchaofficial';
const TWO = '2captcha-ts';
const WALLS = '@2captcha/captcha-solver';

export const differences: readonly Difference[] = [
  {
    client: CAPMONSTER,
    kinds: ['recaptcha-v2'],
    field: 'type',
    side: 'both',
    why: 'NoCaptchaTask is the older name of RecaptchaV2Task, and still taken.',
    source: 'docs.capmonster.cloud, no-captcha-task',
  },
  {
    client: CAPMONSTER,
    kinds: ['geetest-v3'],
    field: 'version',
    side: 'both',
    why: 'The README of the client writes it as text; the page calls it an integer, and the Python client sends one.',
    source: 'docs.capmonster.cloud, geetest-task',
  },
  {
    client: CAPMONSTER,
    kinds: ['turnstile'],
    field: 'cloudflareTaskType',
    side: 'client',
    why: 'Only with it the client sends the action and the data; the service asks for it on Cloudflare’s own challenge page, which is no kind of Latchkey’s.',
    source: 'docs.capmonster.cloud, turnstile-task',
  },
  {
    client: CAPMONSTER,
    kinds: ['tencent'],
    field: 'metadata',
    side: 'latchkey',
    why: 'The script’s URL is an optional member that this version of the client does not know.',
    source: 'docs.capmonster.cloud, tendi',
  },
  {
    client: ANTI,
    kinds: ['image'],
    field: 'languagePool',
    side: 'client',
    why: 'Which workers read the picture; English ones, whom the client asks for, are the default.',
    source: 'anti-captcha.com/apidoc/methods/createTask',
  },
  {
    client: TWO,
    kinds: ['arkose'],
    field: 'data[blob]',
    side: 'latchkey',
    why: 'The client’s declaration has no member for the blob.',
    source: '2captcha.com/2captcha-api, solving_funcaptcha_new',
  },
  {
    client: TWO,
    kinds: ['geetest-v4'],
    field: 'risk_type',
    side: 'latchkey',
    why: 'Newer than the client, and optional.',
    source: '2captcha.com/api-docs/geetest',
  },
  {
    client: TWO,
    kinds: ['friendly-captcha'],
    field: 'version',
    side: 'latchkey',
    why: 'Newer than the client; without it a token for version 1 is sold.',
    source: '2captcha.com/api-docs/friendly-captcha',
  },
  {
    client: WALLS,
    kinds: ['captchafox'],
    field: 'useragent',
    side: 'latchkey',
    why: 'The service’s Python client spells it so; both spellings are sent.',
    source: '2captcha-python, captchafox()',
  },
];
