/**
 * The lab's standing demo pages, one small form per captcha kind, and the list of them. Node only; used by `npm start` and the specs.
 * Each loads its provider by the provider's real script URL, posts the token to the verifier, and shows the verdict.
 */
import { formPage, listPage } from './page-html.ts';
import type { LabRoute } from './route.ts';

export interface DemoPage {
  /** As in page events, e.g. `recaptcha-v2`. */
  kind: string;
  url: string;
  /** Has the provider's shape and is nobody's key; empty for ALTCHA. */
  sitekey: string;
  action?: string;
  /** `button`: nothing happens before the page's own button is pressed. */
  demand: 'none' | 'button';
  /** The right task type for the key at the service. */
  taskType: string;
}

export interface DemoForm extends DemoPage {
  provider: string;
  title: string;
  /** Label of the form's text field. */
  label: string;
  button: string;
  /** Markup in the form, where the widget goes. */
  widget: string;
  /** Attributes of the submit button, for kinds that are bound to it. */
  buttonAttributes?: string;
  /** Script tags of the provider. */
  loader: string;
  /** Page script; `submitToken(token)` and `form` are there. */
  script: string;
}

const HOST = 'lab.test';
const at = (kind: string) => `https://${HOST}/${kind}`;
const google = (query = '') => `<script src="https://www.google.com/recaptcha/api.js${query}" async defer></script>`;
const enterprise = (query = '') =>
  `<script src="https://www.google.com/recaptcha/enterprise.js${query}" async defer></script>`;
const HCAPTCHA = '<script src="https://js.hcaptcha.com/1/api.js" async defer></script>';
const SUBMIT_FORM = 'window.onSolved = () => form.requestSubmit();';

const V2 = '6LdLabAAAAAAKv2checkboxLatchkeyLabOnly01';
const V2_INVISIBLE = '6LdLabAAAAAAKv2invisibleLatchkeyLabOnly2';
const V2_ENTERPRISE = '6LdLabAAAAAAKv2enterpriseLatchkeyLabOnl3';
const V2_ENTERPRISE_INVISIBLE = '6LdLabAAAAAAKv2entInvisibleLatchkeyLabO4';
const V3 = '6LdLabAAAAAAKv3scoreKeyForLatchkeyLabOn5';
const V3_ENTERPRISE = '6LdLabAAAAAAKv3enterpriseKeyLatchkeyLab6';
const HCAPTCHA_CHECKBOX = '1a7c4be1-0000-4ab0-8000-00000000c0de';
const HCAPTCHA_INVISIBLE = '1a7c4be2-0000-4ab0-8000-00000000c0de';
const TURNSTILE = '0x4AAAAAAALatchkeyLab001';

/** Asks for a score on submit, as v3 pages do. */
function scoreScript(api: string, sitekey: string, action: string): string {
  return `form.addEventListener('submit', (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  ${api}.ready(() => ${api}.execute('${sitekey}', { action: '${action}' }).then(submitToken));
}, true);`;
}

const forms: readonly DemoForm[] = [
  {
    kind: 'recaptcha-v2',
    provider: 'recaptcha',
    url: at('recaptcha-v2'),
    sitekey: V2,
    demand: 'none',
    taskType: 'ReCaptchaV2TaskProxyLess',
    title: 'Join the newsletter',
    label: 'E-mail address',
    button: 'Join',
    loader: google(),
    script: SUBMIT_FORM,
    widget: `<div class="g-recaptcha" data-sitekey="${V2}" data-callback="onSolved"></div>`,
  },
  {
    kind: 'recaptcha-v2-invisible',
    provider: 'recaptcha',
    url: at('recaptcha-v2-invisible'),
    sitekey: V2_INVISIBLE,
    demand: 'button',
    taskType: 'ReCaptchaV2TaskProxyLess',
    title: 'Leave a comment',
    label: 'Your name',
    button: 'Post',
    loader: google(),
    widget: '',
    buttonAttributes: `class="g-recaptcha" data-sitekey="${V2_INVISIBLE}" data-callback="onSolved"`,
    script: SUBMIT_FORM,
  },
  {
    kind: 'recaptcha-v2-enterprise',
    provider: 'recaptcha',
    url: at('recaptcha-v2-enterprise'),
    sitekey: V2_ENTERPRISE,
    demand: 'none',
    taskType: 'ReCaptchaV2EnterpriseTaskProxyLess',
    title: 'Open an account',
    label: 'Company',
    button: 'Open',
    loader: enterprise(),
    widget: `<div class="g-recaptcha" data-sitekey="${V2_ENTERPRISE}" data-callback="onSolved"></div>`,
    script: SUBMIT_FORM,
  },
  {
    kind: 'recaptcha-v2-enterprise-invisible',
    provider: 'recaptcha',
    url: at('recaptcha-v2-enterprise-invisible'),
    sitekey: V2_ENTERPRISE_INVISIBLE,
    demand: 'button',
    taskType: 'ReCaptchaV2EnterpriseTaskProxyLess',
    title: 'Reset your password',
    label: 'User name',
    button: 'Reset',
    loader: enterprise(),
    widget: '',
    script: SUBMIT_FORM,
    buttonAttributes: `class="g-recaptcha" data-sitekey="${V2_ENTERPRISE_INVISIBLE}" data-callback="onSolved"`,
  },
  {
    kind: 'recaptcha-v3',
    provider: 'recaptcha',
    url: at('recaptcha-v3'),
    sitekey: V3,
    action: 'login',
    demand: 'button',
    taskType: 'ReCaptchaV3TaskProxyLess',
    title: 'Log in',
    label: 'User name',
    button: 'Log in',
    loader: google(`?render=${V3}`),
    widget: '',
    script: scoreScript('grecaptcha', V3, 'login'),
  },
  {
    kind: 'recaptcha-v3-enterprise',
    provider: 'recaptcha',
    url: at('recaptcha-v3-enterprise'),
    sitekey: V3_ENTERPRISE,
    action: 'checkout',
    demand: 'button',
    taskType: 'ReCaptchaV3EnterpriseTaskProxyLess',
    title: 'Check out',
    label: 'Voucher',
    button: 'Pay',
    loader: enterprise(`?render=${V3_ENTERPRISE}`),
    widget: '',
    script: scoreScript('grecaptcha.enterprise', V3_ENTERPRISE, 'checkout'),
  },
  {
    kind: 'hcaptcha',
    provider: 'hcaptcha',
    url: at('hcaptcha'),
    sitekey: HCAPTCHA_CHECKBOX,
    demand: 'none',
    taskType: 'HCaptchaTaskProxyLess',
    title: 'Sign the guest book',
    label: 'Your name',
    button: 'Sign',
    loader: HCAPTCHA,
    script: SUBMIT_FORM,
    widget: `<div class="h-captcha" data-sitekey="${HCAPTCHA_CHECKBOX}" data-callback="onSolved"></div>`,
  },
  {
    kind: 'hcaptcha-invisible',
    provider: 'hcaptcha',
    url: at('hcaptcha-invisible'),
    sitekey: HCAPTCHA_INVISIBLE,
    demand: 'button',
    taskType: 'HCaptchaTaskProxyLess',
    title: 'Ask for an invitation',
    label: 'E-mail address',
    button: 'Ask',
    loader: HCAPTCHA,
    widget: '',
    buttonAttributes: `class="h-captcha" data-sitekey="${HCAPTCHA_INVISIBLE}" data-callback="onSolved"`,
    script: SUBMIT_FORM,
  },
  {
    kind: 'turnstile',
    provider: 'turnstile',
    url: at('turnstile'),
    sitekey: TURNSTILE,
    action: 'contact',
    demand: 'none',
    taskType: 'AntiTurnstileTaskProxyLess',
    title: 'Write to us',
    label: 'Subject',
    button: 'Send',
    script: SUBMIT_FORM,
    loader: '<script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async defer></script>',
    widget: `<div class="cf-turnstile" data-sitekey="${TURNSTILE}" data-action="contact" data-callback="onSolved"></div>`,
  },
  {
    kind: 'altcha',
    provider: 'altcha',
    url: at('altcha'),
    sitekey: '',
    demand: 'none',
    taskType: 'AltchaTaskProxyLess',
    title: 'Report a fault',
    label: 'What is broken?',
    button: 'Report',
    loader: '<script type="module" src="/lab/altcha.js"></script>',
    widget: '<altcha-widget challenge="/lab/altcha/challenge"></altcha-widget>',
    script: `document.querySelector('altcha-widget').addEventListener('verified', () => form.requestSubmit());`,
  },
];

export const demoPages: readonly DemoPage[] = forms.map(({ kind, url, sitekey, action, demand, taskType }) => ({
  kind,
  url,
  sitekey,
  demand,
  taskType,
  ...(action !== undefined && { action }),
}));

export const pageRoutes: readonly LabRoute[] = forms.map((form) => ({
  host: HOST,
  path: `/${form.kind}`,
  handle: () => ({ body: formPage(form) }),
}));

export const indexRoute: LabRoute = { host: HOST, path: '/', handle: () => ({ body: listPage(forms) }) };
