/**
 * Background. How a service's table of task types becomes a task: which name, which fields, with or without the user's proxy.
 * Type names come from tables and never from a suffix rule: every service spells them in its own way (reference/services.md §0.5).
 */
import type { CaptchaKind } from '../../core/challenge.ts';
import type { Challenge } from '../../core/message-schemas.ts';
import { colonForm, isIpAddress, splitFields, urlForm, type Proxy } from '../../core/proxy.ts';
import type { Order, Task, TaskProblem } from '../../protocol/service.ts';

export type Fields = (challenge: Challenge, order: Pick<Order, 'userAgent'>) => Record<string, unknown>;

export interface Row {
  /** The type that is solved from the service's own address. */
  direct?: string;
  /** The type that is solved through the user's proxy; the same name where one type takes both. */
  proxied?: string;
  /** Fields beside `websiteURL`. Those without a value are not sent. */
  fields: Fields;
  /** False: the task is not bound to a page, and none is told. */
  page?: false;
}

export type Table = Partial<Record<CaptchaKind, Row>>;

/** How the service wants a proxy told. `split-ip`: in fields, and as an IP address. */
export type ProxyForm = 'split' | 'split-ip' | 'url' | 'colon';

export function tasksFrom(table: Table, proxyForm: ProxyForm): (order: Order) => Task | TaskProblem {
  return ({ challenge, websiteURL, type, proxy, userAgent }) => {
    const row = rowFor(table, challenge.kind, type);
    if (!row) return 'KIND_NOT_SOLD';
    const name = type && row.direct !== type ? type : ((proxy && row.proxied) ?? row.direct);
    if (!name || (name === row.proxied && name !== row.direct && !proxy)) return 'ERROR_PROXY_REQUIRED';
    const through = proxy && name === row.proxied ? proxyFields(proxy, proxyForm) : {};
    if (!through) return 'PROXY_INVALID';
    return {
      type: name,
      fields: filled({
        websiteURL: row.page === false ? undefined : websiteURL,
        ...row.fields(challenge, { userAgent }),
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
  return form === 'split-ip' && !isIpAddress(proxy.host) ? null : { ...splitFields(proxy) };
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
export const enterprise = ({ sitekey, s, apiDomain }: Challenge) => ({
  websiteKey: sitekey,
  enterprisePayload: { s },
  apiDomain,
});
export const pageAction = ({ sitekey, action }: Challenge) => ({ websiteKey: sitekey, pageAction: action });
export const enterpriseData = (challenge: Challenge) => ({
  websiteKey: challenge.sitekey,
  isInvisible: invisible(challenge),
  enterprisePayload: { rqdata: challenge.rqdata },
});

/** A picture to read. Its type is named so by most (reference/services.md §B). */
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
export const amazon = ({ sitekey, params }: Challenge) => ({
  websiteKey: sitekey,
  iv: params?.iv,
  context: params?.context,
  captchaScript: params?.captchaScript,
  challengeScript: params?.challengeScript,
});
