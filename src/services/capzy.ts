/**
 * Background. Capzy (service-docs/capzy.txt; task table and fields: reference/services.md §1). Type names come from the table,
 * never from a suffix rule. Types that Capzy lists as not sold are sent all the same: its answer decides.
 */
import type { CaptchaKind, Challenge } from '../core/challenge.ts';
import type { SolvingService, Task } from '../protocol/service.ts';
import { balance, poll, submit } from './protocols/create-task.ts';

type Fields = (challenge: Challenge) => Record<string, unknown>;

const websiteKey: Fields = ({ sitekey }) => ({ websiteKey: sitekey });
const enterpriseV2: Fields = ({ sitekey, s, apiDomain }) => ({ websiteKey: sitekey, enterprisePayload: s && { s }, apiDomain });
const score: Fields = ({ sitekey, action, apiDomain }) => ({ websiteKey: sitekey, pageAction: action, apiDomain });
const hcaptcha: Fields = ({ sitekey, rqdata }) => ({ websiteKey: sitekey, enterprisePayload: rqdata && { rqdata } });
const invisible = (fields: Fields): Fields => (challenge) => ({ ...fields(challenge), isInvisible: true });
// `data-s` is literally the key on the wire.
const checkbox: Fields = ({ sitekey, s }) => ({ websiteKey: sitekey, 'data-s': s });

/** Kind -> task type and its fields beside `websiteURL`. Fields without a value are not sent. */
const table: Partial<Record<CaptchaKind, { type: string; fields: Fields }>> = {
  'recaptcha-v2': { type: 'ReCaptchaV2TaskProxyLess', fields: checkbox },
  'recaptcha-v2-invisible': { type: 'ReCaptchaV2TaskProxyLess', fields: invisible(checkbox) },
  'recaptcha-v2-enterprise': { type: 'ReCaptchaV2EnterpriseTaskProxyLess', fields: enterpriseV2 },
  'recaptcha-v2-enterprise-invisible': { type: 'ReCaptchaV2EnterpriseTaskProxyLess', fields: invisible(enterpriseV2) },
  'recaptcha-v3': { type: 'ReCaptchaV3TaskProxyLess', fields: score },
  'recaptcha-v3-enterprise': { type: 'ReCaptchaV3EnterpriseTaskProxyLess', fields: score },
  hcaptcha: { type: 'HCaptchaTaskProxyLess', fields: hcaptcha },
  'hcaptcha-invisible': { type: 'HCaptchaTaskProxyLess', fields: invisible(hcaptcha) },
  turnstile: { type: 'AntiTurnstileTaskProxyLess', fields: ({ sitekey, action, cdata }) => ({ websiteKey: sitekey, action, cdata }) },
  altcha: { type: 'AltchaTaskProxyLess', fields: () => ({}) },
};

/** For a recommended type: how any kind's facts are sent under that name. */
const byType: Record<string, Fields> = {
  ReCaptchaV2TaskProxyLess: checkbox,
  ReCaptchaV2EnterpriseTaskProxyLess: enterpriseV2,
  ReCaptchaV3TaskProxyLess: score,
  ReCaptchaV3EnterpriseTaskProxyLess: score,
  HCaptchaTaskProxyLess: hcaptcha,
  AntiTurnstileTaskProxyLess: ({ sitekey, action, cdata }) => ({ websiteKey: sitekey, action, cdata }),
  MtCaptchaTaskProxyLess: websiteKey,
  FriendlyCaptchaTaskProxyLess: websiteKey,
  YandexSmartCaptchaTaskProxyLess: websiteKey,
  CaptchaFoxTaskProxyLess: websiteKey,
};

function taskFor(challenge: Challenge, websiteURL: string, type?: string): Task | null {
  const row = table[challenge.kind];
  const keepsKind = !type || type === row?.type;
  const fields = keepsKind ? row?.fields : byType[type];
  if (!fields) return null;
  const wanted = keepsKind ? row?.type : type;
  const isInvisible = challenge.kind.endsWith('-invisible') && wanted?.startsWith('ReCaptchaV2') ? true : undefined;
  const all = { websiteURL, isInvisible, ...fields(challenge) };
  return wanted ? { type: wanted, fields: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== '')) } : null;
}

export const service: SolvingService = {
  meta: {
    id: 'capzy',
    label: 'Capzy',
    endpoint: 'https://api.capzy.ai',
    keyHint: 'starts with capzy_',
    keysPage: 'https://capzy.ai/dashboard',
    creditsPage: 'https://capzy.ai/dashboard',
  },
  limits: { concurrent: 30, perSecond: 30 },
  pace: { first: 1000, every: 1000, deadline: 180_000 },
  taskFor,
  submit,
  poll,
  balance,
};
