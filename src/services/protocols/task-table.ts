/**
 * Background. How a service's table of task types becomes a task: which name, which fields, with or without the user's proxy.
 * Type names come from tables and never from a suffix rule: every service spells them in its own way.
 */
import type { CaptchaKind } from '../../core/challenge.ts';
import type { Challenge } from '../../core/message-schemas.ts';
import { colonForm, isIpAddress, splitFields, urlForm, type Proxy } from '../../core/proxy.ts';
import type { Order, Task, TaskProblem } from '../../protocol/service.ts';

export type Fields = (challenge: Challenge, order: Pick<Order, 'userAgent' | 'websiteURL'>) => Record<string, unknown>;

export interface Row {
  /** The type that is solved from the service's own address. */
  direct?: string;
  /** The type that is solved through the user's proxy; the same name where one type takes both. */
  proxied?: string;
  /** Fields beside `websiteURL`. Those without a value are not sent. */
  fields: Fields;
  /** Fields that the proxied type has more. */
  proxiedFields?: Fields;
  /** Whether the service can be told this one at all: it may lack a field for what the page has. Always, if left out. */
  takes?(challenge: Challenge): boolean;
  /** False: the task is not bound to a page, and none is told. */
  page?: false;
}

export type Table = Partial<Record<CaptchaKind, Row>>;

/** How the service wants a proxy told: as one text, or in fields of its own. */
export type ProxyForm = 'url' | 'colon' | SplitForm;

interface SplitForm {
  /** Hosts: an IP address alone, or a name too. */
  host: 'ip' | 'any';
  /** What an https proxy is called. `http`: the service has one name for both. */
  https: 'http' | 'https';
}

export function tasksFrom(table: Table, proxyForm: ProxyForm): (order: Order) => Task | TaskProblem {
  return ({ challenge, websiteURL, type, proxy, userAgent }) => {
    const row = rowFor(table, challenge.kind, type);
    if (!row || row.takes?.(challenge) === false) return 'KIND_NOT_SOLD';
    const name = type && row.direct !== type ? type : ((proxy && row.proxied) ?? row.direct);
    if (!name || (name === row.proxied && name !== row.direct && !proxy)) return 'ERROR_PROXY_REQUIRED';
    const isProxied = proxy && name === row.proxied;
    const through = isProxied ? proxyFields(proxy, proxyForm) : {};
    if (!through) return 'PROXY_INVALID';
    const order = { userAgent, websiteURL };
    return {
      type: name,
      fields: filled({
        websiteURL: row.page === false ? undefined : websiteURL,
        ...row.fields(challenge, order),
        ...(isProxied && row.proxiedFields?.(challenge, order)),
        ...through,
      }),
    };
  };
}

/** A recommended type may belong to another kind's row: its fields, the page's facts. */
function rowFor(table: Table, kind: CaptchaKind, type: string | undefined): Row | undefined {
  const own = table[kind];
  if (!type || own?.direct === type || own?.proxied === type) return own;
  return Object.values(table).find((row) => row.direct === type || row.proxied === type);
}

function proxyFields(proxy: Proxy, form: ProxyForm): Record<string, unknown> | null {
  if (form === 'url') return { proxy: urlForm(proxy) };
  if (form === 'colon') {
    const text = colonForm(proxy);
    return text === null ? null : { proxy: text };
  }
  if (form.host === 'ip' && !isIpAddress(proxy.host)) return null;
  return { ...splitFields(proxy.type === 'https' ? { ...proxy, type: form.https } : proxy) };
}

export function filled(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== '' && !isEmpty(value)),
  );
}

function isEmpty(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => one === undefined || one === '')
  );
}

/** True for the kinds whose widget is not seen; undefined (not sent) for the others. */
export const invisible = ({ kind }: Challenge): true | undefined => (kind.endsWith('-invisible') ? true : undefined);

/** The fields that most services give the same names. */
export const websiteKey = ({ sitekey }: Challenge) => ({ websiteKey: sitekey });
export const checkbox = (challenge: Challenge) => ({
  websiteKey: challenge.sitekey,
  recaptchaDataSValue: challenge.s,
  isInvisible: invisible(challenge),
});
export const enterprise = ({ sitekey, s }: Challenge) => ({ websiteKey: sitekey, enterprisePayload: { s } });
export const pageAction = ({ sitekey, action }: Challenge) => ({ websiteKey: sitekey, pageAction: action });
export const enterpriseData = (challenge: Challenge) => ({
  websiteKey: challenge.sitekey,
  isInvisible: invisible(challenge),
  enterprisePayload: { rqdata: challenge.rqdata },
});

/** The other host of reCAPTCHA's script, in the one spelling that a service takes; nothing if the page uses the usual host. */
export const apiDomain = ({ apiDomain: host }: Challenge, spelling: string) => ({ apiDomain: host && spelling });
/** For the proxied types that are solved with the page's own browser. */
export const ownUserAgent: Fields = (_challenge, { userAgent }) => ({ userAgent });

/** A picture to read. Its type is named so by most. */
export const picture: Row = {
  direct: 'ImageToTextTask',
  page: false,
  fields: (challenge) => ({ body: challenge.picture }),
};

/** GeeTest as Anti-Captcha, CapMonster and CapSolver take it: one type for both versions. */
export const geetestV3 = ({ sitekey, params }: Challenge) => ({
  gt: sitekey,
  challenge: params?.challenge,
  geetestApiServerSubdomain: params?.apiServer,
});
export const geetestV4 = ({ sitekey, params }: Challenge) => ({
  version: 4,
  gt: sitekey,
  initParameters: { riskType: params?.riskType },
});
/** `data` is a text with JSON in it. */
export const funCaptcha = ({ sitekey, params }: Challenge) => ({
  websitePublicKey: sitekey,
  funcaptchaApiJSSubdomain: params?.apiServer,
  data: params?.blob === undefined ? undefined : JSON.stringify({ blob: params.blob }),
});

/** AWS WAF's interstitial has `iv` and `context`; a widget has the URL of the script that renders it. */
export const isInterstitial = ({ params }: Challenge): boolean => !!params?.iv && !!params.context;
/** Services that know widgets ask for that URL. */
export const takesAmazon = (challenge: Challenge): boolean =>
  isInterstitial(challenge) || !!challenge.params?.jsapiScript;
export const amazonInterstitial = ({ sitekey, params }: Challenge) => ({
  websiteKey: sitekey,
  iv: params?.iv,
  context: params?.context,
  captchaScript: params?.captchaScript,
  challengeScript: params?.challengeScript,
});

/** ALTCHA, known by its challenge: the JSON where the page has it, else its URL. */
export const takesAltcha = ({ params }: Challenge): boolean => !!(params?.challengeJson ?? params?.challengeUrl);
export const altcha: Fields = ({ params }, { websiteURL }) =>
  params?.challengeJson
    ? { challengeJSON: params.challengeJson }
    : { challengeURL: absoluteUrl(params?.challengeUrl, websiteURL) };

/** Undefined if there is none, or it is no URL. */
export function absoluteUrl(url: string | undefined, base: string): string | undefined {
  return url !== undefined && URL.canParse(url, base) ? new URL(url, base).href : undefined;
}
