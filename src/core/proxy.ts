/**
 * The user's proxy: parsed and validated once, and said in each service's own form. Pure.
 * A form that can't carry a value says so with null: a proxy is never sent changed.
 */

import { marked } from './phrase.ts';

const types = ['http', 'https', 'socks4', 'socks5'] as const;

export interface Proxy {
  type: (typeof types)[number];
  /** Host name, IPv4, or IPv6 without brackets. */
  host: string;
  /** 1 to 65535. */
  port: number;
  login?: string;
  password?: string;
}

export type ParsedProxy = { ok: true; proxy: Proxy } | { ok: false; message: string };

const FORM = /^([a-z][a-z0-9+.-]*):\/\/(?:([^@/?#]*)@)?(\[[^\]]*\]|[^:/?#[\]@]*)(?::(\d*))?\/?$/i;
const HOST = /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.?)+$/i;

/** `http://user:password@host:8080`. What is wrong is told without repeating the password. */
export function parseProxy(text: string): ParsedProxy {
  const match = FORM.exec(text.trim());
  if (!match) return wrong(marked('must look like http://user:password@host:8080'));
  const [, scheme = '', userinfo, bracketed = '', digits] = match;
  const type = types.find((one) => one === scheme.toLowerCase());
  if (!type) return wrong(marked('must begin with http://, https://, socks4:// or socks5://'));
  const host = hostOf(bracketed);
  if (host === null) return wrong(marked('has no host name or IP address that can be read'));
  if (!digits) return wrong(marked('needs a port, such as :8080 at the end'));
  const port = Number(digits);
  if (port < 1 || port > 65_535) return wrong(marked('has a port that is not between 1 and 65535'));
  const login = loginOf(userinfo);
  if (!login)
    return wrong(
      marked('has a user name or password with a % that is no encoding (write % as %25, @ as %40, : as %3A)'),
    );
  return { ok: true, proxy: { type, host, port, ...login } };
}

const wrong = (message: string): ParsedProxy => ({ ok: false, message });

function hostOf(text: string): string | null {
  if (text.startsWith('[')) {
    const address = text.slice(1, -1);
    return URL.canParse(`http://[${address}]/`) ? address.toLowerCase() : null;
  }
  // Digits and dots alone must be a whole IPv4 address.
  if (/^[\d.]+$/.test(text)) return isIpv4(text) ? text : null;
  return HOST.test(text) ? text.toLowerCase() : null;
}

function loginOf(userinfo: string | undefined): { login?: string; password?: string } | null {
  if (!userinfo) return {};
  const colon = userinfo.indexOf(':');
  const [name, secret] = colon < 0 ? [userinfo, ''] : [userinfo.slice(0, colon), userinfo.slice(colon + 1)];
  try {
    const [login, password] = [decodeURIComponent(name), decodeURIComponent(secret)];
    return { ...(login && { login }), ...(password && { password }) };
  } catch {
    return null;
  }
}

function isIpv4(text: string): boolean {
  return (
    /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.test(text) && text.split('.').every((part) => Number(part) <= 255)
  );
}

export function isIpAddress(host: string): boolean {
  return host.includes(':') || isIpv4(host);
}

const inUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** Fields of their own: Anti-Captcha, CapMonster, 2Captcha, Capzy, NextCaptcha. */
export interface ProxyFields {
  proxyType: Proxy['type'];
  proxyAddress: string;
  proxyPort: number;
  proxyLogin?: string;
  proxyPassword?: string;
}

export function splitFields({ type, host, port, login, password }: Proxy): ProxyFields {
  return {
    proxyType: type,
    proxyAddress: host,
    proxyPort: port,
    ...(login && { proxyLogin: login }),
    ...(password && { proxyPassword: password }),
  };
}

/** `http://user:password@host:port`, encoded as URLs are: AnySolver, uCaptcha, EZ-Captcha, Solvium, RiskByPass, DeathByCaptcha. */
export function urlForm({ type, host, port, login, password }: Proxy): string {
  const user =
    login || password ? `${encodeURIComponent(login ?? '')}${password ? `:${encodeURIComponent(password)}` : ''}@` : '';
  return `${type}://${user}${inUrl(host)}:${port}`;
}

/** `socks5:host:port:user:password` (CapSolver); null where one of them holds a colon. */
export function colonForm({ type, host, port, login = '', password = '' }: Proxy): string | null {
  if ([host, login, password].some((part) => part.includes(':'))) return null;
  return [type, host, port, ...(login || password ? [login, password] : [])].join(':');
}

/** The two parameters of the in.php protocol: `user:password@host:port` as it is, and the type in capitals. */
export function legacyForm({ type, host, port, login, password }: Proxy): { proxy: string; proxytype: string } {
  const user = login || password ? `${login ?? ''}:${password ?? ''}@` : '';
  return { proxy: `${user}${inUrl(host)}:${port}`, proxytype: type.toUpperCase() };
}

/** Fit to be shown: without login. */
export function shownProxy({ type, host, port }: Proxy): string {
  return `${type}://${inUrl(host)}:${port}`;
}

/** This machine or a private network (RFC 1918, 4193, 3927): a service elsewhere can't get there. */
export function isPrivateHost(host: string): boolean {
  if (host.includes(':')) return /^(::1$|f[cd]|fe[89ab])/i.test(host);
  return (
    host === 'localhost' ||
    /\.(localhost|local|internal|lan)$/.test(host) ||
    (isIpv4(host) && /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(host))
  );
}
