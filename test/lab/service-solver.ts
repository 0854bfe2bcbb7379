/**
 * How the lab's service "solves": a token from the shared issuer, or for ALTCHA the real proof of work. Node only.
 * Knows only what the task says, a public test key gets the documented token; the page is fetched for ALTCHA alone, as the real service must.
 */
import { solveAltcha, solveAltchaPage, type FetchPage } from './altcha-solver.ts';
import { readPicture } from './providers/image.ts';
import type { TokenClaims, TokenIssuer } from './route.ts';
import { wholeAnswer } from './whole-answers.ts';
import type { ServiceTask } from './service-tasks.ts';
import { TASK_TYPES } from './service-types.ts';
import { dummyToken } from './test-keys.ts';
import { isObject, type JsonObject, type ServiceError } from './service-validate.ts';

export type Solve = (task: ServiceTask) => Promise<{ solution: JsonObject } | ServiceError>;

export interface Dialect {
  /** Which name the docs' and the SDK's conflicting spellings get. */
  hint: 'recommended' | 'recommendedTaskType';
  altcha: 'payload' | 'token';
  /** Seconds in createTask's answer; null leaves the member out. */
  timeout: number | null;
  /** `errorId` of a failed task's answer. */
  failedErrorId: 0 | 1;
}

export function makeSolver(issuer: TokenIssuer, fetchPage: FetchPage, dialect: Dialect): Solve {
  return async ({ type, task, claims: worked, altcha }) => {
    if (worked) return { solution: { token: issuer.issue(worked) } };
    if (altcha !== undefined) {
      const payload = await solveAltcha(altcha, fetchPage);
      return payload === undefined ? unsolvable('no ALTCHA challenge there') : { solution: { token: payload } };
    }
    const provider = TASK_TYPES.get(type)?.provider ?? '';
    if (provider === 'image') {
      const text = type === 'ImageToTextTask' ? readPicture(task['body']) : undefined;
      return text === undefined ? unsolvable('this is no picture of the lab’s') : { solution: { text } };
    }
    const url = new URL(String(task['websiteURL'] ?? 'https://unknown.invalid/'));
    if (provider === 'altcha') {
      const payload = await solveAltchaPage(url, fetchPage);
      return payload === undefined
        ? unsolvable('no ALTCHA challenge at websiteURL')
        : { solution: { [dialect.altcha]: payload } };
    }
    const claims = claimsOf(provider, type, task, url.hostname);
    const dummy = dummyToken(claims.sitekey);
    if (dummy === null) return unsolvable('this public test key always fails');
    if (WHOLE.has(provider))
      return {
        solution:
          wholeAnswer(provider, issuer.issue(claims), { sitekey: claims.sitekey, challenge: task['challenge'] }) ?? {},
      };
    const field = TOKEN_FIELDS[provider];
    if (!field) return unsolvable('the lab has no solver for this type yet');
    const solution: JsonObject = { [field]: dummy ?? issuer.issue(claims) };
    // The service's documents say nothing of hCaptcha; the rest of the family sends these beside the token.
    if (provider === 'hcaptcha')
      Object.assign(solution, { respKey: `E0_LAB_${claims.sitekey}`, userAgent: 'LatchkeyLab/1' });
    return { solution };
  };
}

/** Only kinds whose token the verifier can bind. */
const TOKEN_FIELDS: Readonly<Record<string, string>> = {
  recaptcha: 'gRecaptchaResponse',
  hcaptcha: 'gRecaptchaResponse',
  turnstile: 'token',
  mtcaptcha: 'token',
  'friendly-captcha': 'token',
  smartcaptcha: 'token',
  captchafox: 'token',
  arkose: 'token',
  'aws-waf': 'token',
};

const WHOLE = new Set(['geetest-v3', 'geetest-v4', 'tencent', 'lemin']);

/** Where a task has what the site is known by. */
const SITEKEYS = ['websiteKey', 'websitePublicKey', 'captchaId', 'gt', 'appId', 'awsKey'];

function claimsOf(provider: string, type: string, task: JsonObject, host: string): TokenClaims {
  const claims: TokenClaims = {
    provider,
    sitekey: String(SITEKEYS.map((name) => task[name]).find((value) => value !== undefined)),
    host,
    origin: 'service',
  };
  const action = task['pageAction'] ?? task['action'];
  if (typeof action === 'string') claims.action = action;
  if (typeof task['cdata'] === 'string') claims.cdata = task['cdata'];
  const extra = task['enterprisePayload'];
  if (isObject(extra) && typeof extra['rqdata'] === 'string') claims.rqdata = extra['rqdata'];
  if (type.startsWith('ReCaptchaV3')) claims.score = 0.9;
  return claims;
}

function unsolvable(why: string): ServiceError {
  return {
    code: 'ERROR_CAPTCHA_UNSOLVABLE',
    description: `Solver exhausted its retry budget on this challenge (lab: ${why})`,
  };
}
