/**
 * What a wire protocol of the lab is: how requests are read, strictly, and how answers look. Node only; imports types and checks alone.
 * One file per service beside this one, written from the services' pages and clients, not from src/services.
 */
import type { TokenClaims } from '../route.ts';
import type { ServiceAnswer, ServiceRequest } from '../service-http.ts';
import type { NewTask, ServiceTask } from '../service-tasks.ts';
import { isObject, isWebUrl, type JsonObject } from '../service-validate.ts';

export type Operation = 'submit' | 'poll' | 'balance' | 'report' | 'spec' | 'health';

/** A no, in the wire's own code. */
export interface Refused {
  code: string;
  description: string;
  status?: number;
  extra?: Readonly<Record<string, unknown>>;
}

export interface ReadReport {
  id: string;
  verdict: 'good' | 'bad';
}

export interface Wire {
  id: string;
  newKey(): string;
  /** Path that an account's endpoint has behind the server's address. */
  base?: string;
  operation(request: ServiceRequest): Operation | undefined;
  submit(request: ServiceRequest, key: string): NewTask | Refused;
  poll(request: ServiceRequest, key: string): { id: string } | Refused;
  /** Null: the account may know. */
  balance(request: ServiceRequest, key: string): Refused | null;
  report?(request: ServiceRequest, key: string): ReadReport | Refused;
  /** Answers. */
  created(task: ServiceTask): ServiceAnswer;
  told(task: ServiceTask): ServiceAnswer;
  worth(usd: number): ServiceAnswer;
  reported?(task: ServiceTask): ServiceAnswer;
  refused(refusal: Refused, operation: Operation | undefined, task?: ServiceTask): ServiceAnswer;
  /** Codes of refusals that are not the request's fault. */
  broke: Refused;
  unknownTask: Refused;
  unsolvable: string;
  /** Last touch to an answer, where the request decides how it looks. */
  finish?(request: ServiceRequest, answer: ServiceAnswer): ServiceAnswer;
  /** Whether it is up, for everybody. */
  health?(): ServiceAnswer;
  /** Document that the service publishes about itself. */
  spec?(): ServiceAnswer;
}

export function isRefused(value: object | null): value is Refused {
  return value !== null && 'code' in value && 'description' in value;
}

const contentType = ({ headers }: ServiceRequest): string =>
  (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
/** Clients that set no content type leave it to their HTTP library, which sends none or `text/plain`. */
const isUntyped = (type: string): boolean => type === '' || type === 'text/plain';

/** Body of a JSON POST, or what is wrong with it. Real services read JSON whatever its content type says. */
export function jsonBody(request: ServiceRequest): JsonObject | string {
  if (request.method !== 'POST') return 'use POST';
  const type = contentType(request);
  if (type !== 'application/json' && !isUntyped(type)) return 'Content-Type must be application/json';
  return parseObject(request.body) ?? 'the body must be a JSON object';
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Fields of a POST, sent as a form, as multipart, or as JSON. */
export function formBody(request: ServiceRequest): URLSearchParams | string {
  if (request.method !== 'POST') return 'use POST';
  const type = contentType(request);
  if (type === 'application/x-www-form-urlencoded') return new URLSearchParams(request.body);
  if (type === 'multipart/form-data') return request.parts ?? 'the multipart body is malformed';
  if (type !== 'application/json' && !isUntyped(type)) return `Content-Type ${type} is not read`;
  const json = parseObject(request.body);
  if (json)
    return new URLSearchParams(
      Object.entries(json)
        .filter(([, value]) => value !== undefined && value !== null)
        .map(([name, value]): [string, string] => [name, String(value)]),
    );
  return type === 'application/json' ? 'the body is not JSON' : new URLSearchParams(request.body);
}

interface Facts {
  action?: unknown;
  cdata?: unknown;
  rqdata?: unknown;
  score?: boolean;
}

/** What a token is bound to; a string says what is missing. */
export function claimsOf(
  provider: string,
  sitekey: unknown,
  url: unknown,
  { action, cdata, rqdata, score }: Facts = {},
): TokenClaims | string {
  if (typeof sitekey !== 'string' || sitekey.trim() === '') return 'the sitekey is missing';
  if (typeof url !== 'string' || !isWebUrl(url)) return 'the page must be an absolute http(s) URL';
  const claims: TokenClaims = { provider, sitekey, host: new URL(url).hostname, origin: 'service' };
  if (typeof action === 'string') claims.action = action;
  if (typeof cdata === 'string') claims.cdata = cdata;
  if (typeof rqdata === 'string') claims.rqdata = rqdata;
  if (score) claims.score = 0.9;
  return claims;
}

/** A proxy as `scheme://login:password@host:port`. */
export const isProxyUrl = (text: unknown): boolean =>
  typeof text === 'string' && /^(https?|socks[45]):\/\/([^@/\s]*@)?(\[[\da-f:]+\]|[\w.-]+):\d{1,5}$/i.test(text);
