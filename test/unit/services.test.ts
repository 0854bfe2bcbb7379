/** src/services against recorded exchanges, and the task table against the lab's, which was written from the documents on its own. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CaptchaKind, Challenge } from '../../src/core/challenge.ts';
import { entryFor } from '../../src/core/error-catalogue.ts';
import type { Exchange, Post } from '../../src/protocol/service.ts';
import { service } from '../../src/services/capzy.ts';
import { checkTask } from '../lab/service-validate.ts';

interface Fixture {
  key: string;
  codes: Record<string, string[]>;
  exchanges: { name: string; endpoint: 'createTask' | 'getTaskResult' | 'getBalance'; status: number; answer: unknown; result: object }[];
}

const fixture = JSON.parse(readFileSync(resolve(import.meta.dirname, '../fixtures/services/capzy.json'), 'utf8')) as Fixture;
const account = { endpoint: 'https://api.capzy.ai', key: fixture.key };
const task = { type: 'AntiTurnstileTaskProxyLess', fields: { websiteURL: 'https://site.test/', websiteKey: '0x4' } };

function answering(exchange: Exchange, sent: { url: string; body: unknown }[] = []): Post {
  return (url, body) => {
    sent.push({ url, body });
    return Promise.resolve(exchange);
  };
}

function call(endpoint: string, post: Post): Promise<unknown> {
  if (endpoint === 'createTask') return service.submit(post, account, task);
  return endpoint === 'getTaskResult' ? service.poll(post, account, 'task-1') : service.balance(post, account);
}

describe('recorded exchanges', () => {
  test.each(fixture.exchanges)('$endpoint: $name', async ({ endpoint, status, answer, result }) => {
    const sent: { url: string; body: unknown }[] = [];
    expect(await call(endpoint, answering({ kind: 'json', status, body: answer }, sent))).toEqual(result);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.url).toBe(`https://api.capzy.ai/${endpoint}`);
    expect(sent[0]?.body).toMatchObject({ clientKey: fixture.key });
  });

  test.each([
    [{ kind: 'unreachable' }, 'NETWORK_REFUSED'],
    [{ kind: 'timeout' }, 'NETWORK_TIMEOUT'],
    [{ kind: 'too-large', status: 200 }, 'ANSWER_TOO_LARGE'],
    [{ kind: 'not-json', status: 200 }, 'ANSWER_NOT_JSON'],
    [{ kind: 'not-json', status: 503 }, 'HTTP_SERVER_ERROR'],
  ] as const)('%j leaves it open whether a task was made: %s', async (exchange, code) => {
    expect(await service.submit(answering(exchange), account, task)).toMatchObject({ kind: 'unclear', refusal: { code } });
    expect(await service.poll(answering(exchange), account, 'task-1')).toMatchObject({ kind: 'unclear', refusal: { code } });
  });

  test('too many requests is a refusal with its time', async () => {
    const exchange: Exchange = { kind: 'not-json', status: 429, retryAfter: 7 };
    expect(await service.submit(answering(exchange), account, task)).toEqual({ kind: 'refused', refusal: { code: 'HTTP_RATE_LIMITED', retryAfter: 7 } });
  });

  test('every code of the documents is in the catalogue, with a fix', () => {
    const codes = Object.values(fixture.codes).flat();
    expect(codes.length).toBeGreaterThanOrEqual(26);
    for (const code of codes) {
      const entry = entryFor(code);
      expect(entry, code).toBeDefined();
      expect(entry?.fix, code).toMatch(/^[A-Z].*\.$/);
      expect(entry?.message, code).toMatch(/^[A-Z].*\.$/);
    }
  });
});

const common = { challengeId: 'challenge-1' };
const RECAPTCHA = '6LdLabAAAAAAKv2checkboxLatchkeyLabOnly01';
const page = { websiteURL: 'https://site.test/' };

describe('task table', () => {
  test.each<[CaptchaKind, Partial<Challenge>, { type: string } & Record<string, unknown>]>([
    ['recaptcha-v2', { sitekey: RECAPTCHA, s: 'once' }, { type: 'ReCaptchaV2TaskProxyLess', websiteKey: RECAPTCHA, 'data-s': 'once' }],
    ['recaptcha-v2-invisible', { sitekey: RECAPTCHA }, { type: 'ReCaptchaV2TaskProxyLess', websiteKey: RECAPTCHA, isInvisible: true }],
    ['recaptcha-v2-enterprise', { sitekey: RECAPTCHA, s: 'once', apiDomain: 'www.recaptcha.net' },
      { type: 'ReCaptchaV2EnterpriseTaskProxyLess', websiteKey: RECAPTCHA, enterprisePayload: { s: 'once' }, apiDomain: 'www.recaptcha.net' }],
    ['recaptcha-v2-enterprise-invisible', { sitekey: RECAPTCHA }, { type: 'ReCaptchaV2EnterpriseTaskProxyLess', websiteKey: RECAPTCHA, isInvisible: true }],
    ['recaptcha-v3', { sitekey: RECAPTCHA, action: 'login' }, { type: 'ReCaptchaV3TaskProxyLess', websiteKey: RECAPTCHA, pageAction: 'login' }],
    ['recaptcha-v3-enterprise', { sitekey: RECAPTCHA, action: 'pay' }, { type: 'ReCaptchaV3EnterpriseTaskProxyLess', websiteKey: RECAPTCHA, pageAction: 'pay' }],
    ['hcaptcha', { sitekey: 'uuid', rqdata: 'data' }, { type: 'HCaptchaTaskProxyLess', websiteKey: 'uuid', enterprisePayload: { rqdata: 'data' } }],
    ['hcaptcha-invisible', { sitekey: 'uuid' }, { type: 'HCaptchaTaskProxyLess', websiteKey: 'uuid', isInvisible: true }],
    ['turnstile', { sitekey: '0x4', action: 'a', cdata: 'c' }, { type: 'AntiTurnstileTaskProxyLess', websiteKey: '0x4', action: 'a', cdata: 'c' }],
    ['altcha', { sitekey: '' }, { type: 'AltchaTaskProxyLess' }],
  ])('%s', (kind, facts, { type, ...fields }) => {
    const made = service.taskFor({ ...common, kind, sitekey: '', ...facts }, page.websiteURL);
    expect(made).toEqual({ type, fields: { ...page, ...fields } });
    expect(checkTask({ type: made?.type, ...made?.fields }, new Set(['HCaptchaTaskProxyLess']))).toMatchObject({ type });
  });

  test('a kind that Capzy has no row for is said so', () => {
    expect(service.taskFor({ ...common, kind: 'prosopo', sitekey: '5x' }, page.websiteURL)).toBeNull();
  });

  test('a recommended type keeps the facts, under its own field names', () => {
    const challenge: Challenge = { ...common, kind: 'recaptcha-v2-invisible', sitekey: RECAPTCHA, s: 'once' };
    expect(service.taskFor(challenge, page.websiteURL, 'ReCaptchaV2EnterpriseTaskProxyLess')).toEqual({
      type: 'ReCaptchaV2EnterpriseTaskProxyLess', fields: { ...page, websiteKey: RECAPTCHA, isInvisible: true, enterprisePayload: { s: 'once' } },
    });
    expect(service.taskFor({ ...challenge, kind: 'recaptcha-v2', action: 'go' }, page.websiteURL, 'ReCaptchaV3TaskProxyLess')?.fields).toEqual({
      ...page, websiteKey: RECAPTCHA, pageAction: 'go',
    });
    expect(service.taskFor(challenge, page.websiteURL, 'MakeCoffeeTask')).toBeNull();
  });
});
