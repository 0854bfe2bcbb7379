/**
 * Background. AnySolver, a router over other services .
 * Its names for reCAPTCHA v3, GeeTest and others are not known, so those kinds have no row.
 */
import type { SolvingService } from '../protocol/service.ts';
import { createTaskClient } from './protocols/create-task.ts';
import { noReports } from './protocols/create-task-reports.ts';
import { chosen } from './protocols/options.ts';
import { apiDomain, tasksFrom, websiteKey, type Fields, type Table } from './protocols/task-table.ts';

const MODES = ['autoCheapest', 'autoFastest', 'autoMostReliable', 'priority'] as const;
const POOLS = ['all', 'platformOnly'] as const;

const page: Fields = (challenge) => ({ ...websiteKey(challenge), ...apiDomain(challenge, 'www.recaptcha.net') });
const popular: Fields = ({ sitekey, rqdata }) => ({ websiteKey: sitekey, rqdata });

const table: Table = {
  'recaptcha-v2': { direct: 'ReCaptchaV2TokenProxyLess', proxied: 'ReCaptchaV2Token', fields: page },
  'recaptcha-v2-enterprise': {
    direct: 'ReCaptchaV2EnterpriseTokenProxyLess',
    proxied: 'ReCaptchaV2EnterpriseToken',
    fields: page,
  },
  hcaptcha: { direct: 'PopularCaptchaTokenProxyLess', proxied: 'PopularCaptchaToken', fields: popular },
  'hcaptcha-invisible': {
    direct: 'PopularCaptchaInvisibleTokenProxyLess',
    proxied: 'PopularCaptchaInvisibleToken',
    fields: popular,
  },
  turnstile: {
    direct: 'TurnstileTokenProxyLess',
    proxied: 'TurnstileToken',
    fields: ({ sitekey, action }) => ({ websiteKey: sitekey, pageAction: action }),
  },
};
/** `rqdata` is what makes an hCaptcha an Enterprise one. */
const withData: Table = {
  hcaptcha: {
    direct: 'PopularCaptchaEnterpriseTokenProxyLess',
    proxied: 'PopularCaptchaEnterpriseToken',
    fields: popular,
  },
  'hcaptcha-invisible': {
    direct: 'PopularCaptchaEnterpriseInvisibleTokenProxyLess',
    proxied: 'PopularCaptchaEnterpriseInvisibleToken',
    fields: popular,
  },
};
const plain = tasksFrom(table, 'url');
const enterprise = tasksFrom({ ...table, ...withData }, 'url');

export const service: SolvingService = {
  meta: {
    id: 'anysolver',
    label: 'AnySolver',
    endpoint: 'https://api.anysolver.com',
    keyHint: 'starts with anysolver_',
    keysPage: 'https://anysolver.com/dashboard',
    creditsPage: 'https://anysolver.com/dashboard',
    options: [
      {
        name: 'selectionMode',
        label: 'Choose the solver by',
        choices: MODES,
        hint: 'Where empty, your key’s own setting holds.',
      },
      {
        name: 'keyPoolMode',
        label: 'Keys used',
        choices: POOLS,
        hint: 'platformOnly keeps your tasks off keys that other users lend.',
      },
      { name: 'provider', label: 'Always use this provider', hint: 'Overrides the choice above.' },
    ],
  },
  limits: { concurrent: 20, perSecond: 10 },
  pace: { first: 3000, every: 2500, deadline: 180_000 },
  taskFor: (order) => (order.challenge.rqdata ? enterprise : plain)(order),
  ...createTaskClient({ settings: (options) => chosen(options, ['selectionMode', 'keyPoolMode', 'provider']) }),
  ...noReports,
};
