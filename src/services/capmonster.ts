/**
 * Background. CapMonster Cloud (reference/services.md §5 and B). One type serves with and without a proxy. It bans for ten minutes after
 * repeated wrong requests, among them polls closer than 2 s and more than 120 of them. Proxies are taken as IP addresses.
 */
import type { Challenge } from '../core/message-schemas.ts';
import type { SolvingService } from '../protocol/service.ts';
import { createTaskClient } from './protocols/create-task.ts';
import { reportPaths } from './protocols/create-task-reports.ts';
import {
  amazon,
  checkbox,
  enterprise,
  funCaptcha,
  geetestV3,
  geetestV4,
  invisible,
  pageAction,
  picture,
  tasksFrom,
  websiteKey,
  type Fields,
  type Table,
} from './protocols/task-table.ts';

const LEAST_SCORE = 0.7;

const both = (type: string, fields: Fields) => ({ direct: type, proxied: type, fields });
// The service may hand out a token that it had in store, with part of its life gone, unless told not to.
const v2 = both('RecaptchaV2Task', (challenge) => ({ ...checkbox(challenge), nocache: true }));
const v2Enterprise = both('RecaptchaV2EnterpriseTask', (challenge) => ({
  ...enterprise(challenge),
  pageAction: challenge.action,
}));
const v3 = (challenge: Challenge) => ({ ...pageAction(challenge), minScore: LEAST_SCORE });
const hcaptcha = both('HCaptchaTask', (challenge) => ({
  websiteKey: challenge.sitekey,
  data: challenge.rqdata,
  isInvisible: invisible(challenge),
}));

const table: Table = {
  'recaptcha-v2': v2,
  'recaptcha-v2-invisible': v2,
  'recaptcha-v2-enterprise': v2Enterprise,
  'recaptcha-v2-enterprise-invisible': v2Enterprise,
  'recaptcha-v3': { direct: 'RecaptchaV3TaskProxyless', fields: v3 },
  'recaptcha-v3-enterprise': { direct: 'RecaptchaV3EnterpriseTask', fields: v3 },
  hcaptcha,
  'hcaptcha-invisible': hcaptcha,
  turnstile: both('TurnstileTask', ({ sitekey, action, cdata }) => ({
    websiteKey: sitekey,
    pageAction: action,
    data: cdata,
  })),
  arkose: both('FunCaptchaTask', funCaptcha),
  'geetest-v3': both('GeeTestTask', geetestV3),
  'geetest-v4': both('GeeTestTask', geetestV4),
  'aws-waf': both('AmazonTask', amazon),
  mtcaptcha: both('MTCaptchaTask', pageAction),
  prosopo: both('ProsopoTask', websiteKey),
  image: picture,
};

export const service: SolvingService = {
  meta: {
    id: 'capmonster',
    label: 'CapMonster Cloud',
    endpoint: 'https://api.capmonster.cloud',
    keyHint: '32 hexadecimal digits',
    keysPage: 'https://capmonster.cloud/Dashboard',
    creditsPage: 'https://capmonster.cloud/Dashboard',
  },
  limits: { concurrent: 30, perSecond: 10 },
  pace: { first: 2000, every: 3000, deadline: 180_000 },
  taskFor: tasksFrom(table, 'split-ip'),
  ...createTaskClient(),
  ...reportPaths((kind) => ({ bad: kind === 'image' ? 'reportIncorrectImageCaptcha' : 'reportIncorrectTokenCaptcha' })),
};
