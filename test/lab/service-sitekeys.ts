/**
 * The service's look at a sitekey before it takes a task: which provider's is it, and is the task type right for it? Node only.
 * Keys the lab was told of are known exactly; others are judged by their shape alone.
 */
import { TASK_TYPES } from './service-types.ts';
import type { CheckedTask, ServiceError } from './service-validate.ts';

/** Shape -> the type recommended for it; only shapes that identify a provider. */
const SHAPES: readonly [RegExp, string][] = [
  [/^6[0-9A-Za-z_-]{39}$/, 'ReCaptchaV2TaskProxyLess'],
  [/^[0-3]x[0-9A-Za-z_-]{20,}$/, 'AntiTurnstileTaskProxyLess'],
  [/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'HCaptchaTaskProxyLess'],
  [/^MTPublic-[0-9A-Za-z]{9}$/, 'MtCaptchaTaskProxyLess'],
  [/^FC[0-9A-Z]{14}$/, 'FriendlyCaptchaTaskProxyLess'],
  [/^ysc1_[0-9A-Za-z]{48}$/, 'YandexSmartCaptchaTaskProxyLess'],
  [/^sk_[0-9A-Za-z]{20,}$/, 'CaptchaFoxTaskProxyLess'],
];

const SHAPED_PROVIDERS = new Set(SHAPES.map(([, type]) => TASK_TYPES.get(type)?.provider));

export class Sitekeys {
  readonly #known = new Map<string, string>();

  /** `type` is the right one without a proxy, e.g. `ReCaptchaV3TaskProxyLess`. */
  know(sitekey: string, type: string): void {
    if (!TASK_TYPES.has(type)) throw new Error(`Latchkey lab: the service has no task type ${type}`);
    this.#known.set(sitekey, type);
  }

  /** `hintName` is the member of the error that names the right type. */
  check({ type, rule, task }: CheckedTask, hintName: 'recommended' | 'recommendedTaskType'): ServiceError | undefined {
    const sitekey = task['websiteKey'];
    if (typeof sitekey !== 'string') return undefined;
    const sent = type.endsWith('ProxyLess') ? type : `${type}ProxyLess`;
    const known = this.#known.get(sitekey);
    if (known !== undefined)
      return known === sent || isEnterpriseV3(known, sent, task) ? undefined : wrongType(type, known, hintName);
    const shaped = SHAPES.find(([shape]) => shape.test(sitekey))?.[1];
    if (shaped === undefined) {
      if (!SHAPED_PROVIDERS.has(rule.provider)) return undefined;
      return {
        code: 'ERROR_BAD_SITEKEY',
        description: 'websiteKey is not registered with any captcha provider we can identify',
      };
    }
    return TASK_TYPES.get(shaped)?.provider === rule.provider ? undefined : wrongType(type, shaped, hintName);
  }
}

/** The v3 type with `isEnterprise: true` is the other name of the Enterprise type. */
function isEnterpriseV3(known: string, sent: string, task: CheckedTask['task']): boolean {
  return (
    known === 'ReCaptchaV3EnterpriseTaskProxyLess' &&
    sent === 'ReCaptchaV3TaskProxyLess' &&
    task['isEnterprise'] === true
  );
}

function wrongType(sent: string, right: string, hintName: string): ServiceError {
  const recommended = sent.endsWith('ProxyLess') ? right : right.replace(/ProxyLess$/, '');
  return {
    code: 'ERROR_WRONG_TASK_TYPE',
    description: `The sitekey does not belong to ${sent}; use ${recommended}`,
    extra: { [hintName]: recommended },
  };
}
