/**
 * What the lab's solving service sells: Capzy's task types, each with exactly the fields it takes. Node only; imports nothing.
 * Written from the services' documents on its own, not from src/services: it is what the extension is checked against.
 */

/** `version`: a whole number, as a number or as text. */
type FieldKind = 'string' | 'boolean' | 'number' | 'url' | 'object' | 'strings' | 'version';

export interface FieldRule {
  kind: FieldKind;
  required?: boolean;
  /** For `object`: the string members it may have. */
  members?: readonly string[];
}

export interface TaskType {
  /** Whose tokens it gives; what the verifier compares. */
  provider: string;
  fields: Readonly<Record<string, FieldRule>>;
  /** Fields of which one must be there. */
  oneOf?: readonly string[];
  /** Without `ProxyLess` and with proxy fields. */
  proxy?: boolean;
  /** `disabled` answers ERROR_TASK_TYPE_DISABLED, `ip-bound` ERROR_PROXY_REQUIRED. */
  refuses?: 'disabled' | 'ip-bound';
}

const url: FieldRule = { kind: 'url', required: true };
const needed: FieldRule = { kind: 'string', required: true };
const string: FieldRule = { kind: 'string' };
const flag: FieldRule = { kind: 'boolean' };
const number: FieldRule = { kind: 'number' };
const page = { websiteURL: url, websiteKey: needed };
const score = { ...page, pageAction: string, minScore: number, apiDomain: string };
const image = { body: needed, comment: string };

/** The field names of hCaptcha tasks are the createTask family's, since Capzy documents none. */
const hcaptcha = {
  ...page,
  isInvisible: flag,
  userAgent: string,
  enterprisePayload: { kind: 'object', members: ['rqdata'] } satisfies FieldRule,
};

export const PROXY_FIELDS: Readonly<Record<string, FieldRule>> = {
  proxyType: needed,
  proxyAddress: needed,
  proxyPort: { kind: 'number', required: true },
  proxyLogin: string,
  proxyPassword: string,
  userAgent: string,
};

const sold: Readonly<Record<string, TaskType>> = {
  AntiTurnstileTaskProxyLess: { provider: 'turnstile', fields: { ...page, action: string, cdata: string } },
  AntiCloudflareTaskProxyLess: { provider: 'cloudflare', fields: { websiteURL: url }, refuses: 'ip-bound' },
  ReCaptchaV2TaskProxyLess: { provider: 'recaptcha', fields: { ...page, isInvisible: flag, 'data-s': string } },
  ReCaptchaV2EnterpriseTaskProxyLess: {
    provider: 'recaptcha',
    fields: { ...page, isInvisible: flag, enterprisePayload: { kind: 'object', members: ['s'] }, apiDomain: string },
  },
  ReCaptchaV3TaskProxyLess: { provider: 'recaptcha', fields: { ...score, isEnterprise: flag } },
  ReCaptchaV3EnterpriseTaskProxyLess: { provider: 'recaptcha', fields: score },
  HCaptchaTaskProxyLess: { provider: 'hcaptcha', fields: hcaptcha, refuses: 'disabled' },
  HCaptchaEnterpriseTaskProxyLess: { provider: 'hcaptcha', fields: hcaptcha, refuses: 'disabled' },
  FunCaptchaTaskProxyLess: {
    provider: 'arkose',
    fields: {
      websiteURL: url,
      websitePublicKey: string,
      websiteKey: string,
      funcaptchaApiJSSubdomain: string,
      data: string,
    },
    oneOf: ['websitePublicKey', 'websiteKey'],
  },
  GeeTestV4TaskProxyLess: { provider: 'geetest-v4', fields: { websiteURL: url, captchaId: needed } },
  GeeTestTaskProxyLess: { provider: 'geetest-v4', fields: { websiteURL: url, captchaId: needed } },
  GeeTestV3TaskProxyLess: {
    provider: 'geetest-v3',
    fields: { websiteURL: url, gt: needed, challenge: needed, geetestApiServerSubdomain: string },
  },
  CaptchaFoxTaskProxyLess: { provider: 'captchafox', fields: page, refuses: 'ip-bound' },
  MtCaptchaTaskProxyLess: { provider: 'mtcaptcha', fields: page },
  FriendlyCaptchaTaskProxyLess: { provider: 'friendly-captcha', fields: page },
  YandexSmartCaptchaTaskProxyLess: { provider: 'smartcaptcha', fields: page },
  AltchaTaskProxyLess: { provider: 'altcha', fields: { websiteURL: url } },
  LeminTaskProxyLess: { provider: 'lemin', fields: page },
  TencentTaskProxyLess: { provider: 'tencent', fields: { websiteURL: url, appId: needed } },
  CapyTaskProxyLess: { provider: 'capy', fields: page },
  AntiAwsWafTaskProxyLess: {
    provider: 'aws-waf',
    fields: { websiteURL: url, awsKey: string, awsIv: string, awsContext: string, awsChallengeJS: string },
    refuses: 'ip-bound',
  },
  AwsWafClassification: {
    provider: 'aws-waf',
    fields: { images: { kind: 'strings', required: true }, question: needed },
  },
  ImageToTextTask: {
    provider: 'image',
    fields: { ...image, case: flag, phrase: flag, numeric: flag, minLength: number, maxLength: number },
  },
  MathCaptchaTask: { provider: 'image', fields: image },
  CoordinatesTask: { provider: 'image', fields: image },
  RotateTask: { provider: 'image', fields: image },
};

/** Every type the service knows, the `...Task` variants with a proxy included. */
export const TASK_TYPES: ReadonlyMap<string, TaskType> = new Map(
  Object.entries(sold).flatMap(([name, type]): [string, TaskType][] => {
    if (!name.endsWith('TaskProxyLess')) return [[name, type]];
    const { refuses, ...rest } = type;
    const withProxy: TaskType = { ...rest, proxy: true, fields: { ...type.fields, ...PROXY_FIELDS } };
    return [
      [name, type],
      [name.slice(0, -'ProxyLess'.length), refuses === 'disabled' ? { ...withProxy, refuses } : withProxy],
    ];
  }),
);
