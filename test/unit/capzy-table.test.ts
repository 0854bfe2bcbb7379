/** Capzy's table of task types against the lab's, which was written from the documents on its own. */
import { describe, expect, test } from 'vitest';
import type { CaptchaKind } from '../../src/core/challenge.ts';
import type { Challenge } from '../../src/core/message-schemas.ts';
import { service } from '../../src/services/capzy.ts';
import { checkTask } from '../lab/service-validate.ts';

const common = { challengeId: 'challenge-1' };
const RECAPTCHA = '6LdLabAAAAAAKv2checkboxLatchkeyLabOnly01';
const page = { websiteURL: 'https://site.test/' };
const caller = { options: {} };

function taskFor(challenge: Challenge, type?: string) {
  const task = service.taskFor({ challenge, websiteURL: page.websiteURL, type }, caller);
  if (typeof task === 'string') throw new Error(task);
  return task;
}

describe('task table', () => {
  test.each<[CaptchaKind, Partial<Challenge>, { type: string } & Record<string, unknown>]>([
    [
      'recaptcha-v2',
      { sitekey: RECAPTCHA, s: 'once' },
      { type: 'ReCaptchaV2TaskProxyLess', websiteKey: RECAPTCHA, 'data-s': 'once' },
    ],
    [
      'recaptcha-v2-invisible',
      { sitekey: RECAPTCHA },
      { type: 'ReCaptchaV2TaskProxyLess', websiteKey: RECAPTCHA, isInvisible: true },
    ],
    [
      'recaptcha-v2-enterprise',
      { sitekey: RECAPTCHA, s: 'once', apiDomain: 'www.recaptcha.net' },
      {
        type: 'ReCaptchaV2EnterpriseTaskProxyLess',
        websiteKey: RECAPTCHA,
        enterprisePayload: { s: 'once' },
        apiDomain: 'www.recaptcha.net',
      },
    ],
    [
      'recaptcha-v2-enterprise-invisible',
      { sitekey: RECAPTCHA },
      { type: 'ReCaptchaV2EnterpriseTaskProxyLess', websiteKey: RECAPTCHA, isInvisible: true },
    ],
    [
      'recaptcha-v3',
      { sitekey: RECAPTCHA, action: 'login' },
      { type: 'ReCaptchaV3TaskProxyLess', websiteKey: RECAPTCHA, pageAction: 'login' },
    ],
    [
      'recaptcha-v3-enterprise',
      { sitekey: RECAPTCHA, action: 'pay' },
      { type: 'ReCaptchaV3EnterpriseTaskProxyLess', websiteKey: RECAPTCHA, pageAction: 'pay' },
    ],
    [
      'hcaptcha',
      { sitekey: 'uuid', rqdata: 'data' },
      { type: 'HCaptchaTaskProxyLess', websiteKey: 'uuid', enterprisePayload: { rqdata: 'data' } },
    ],
    [
      'hcaptcha-invisible',
      { sitekey: 'uuid' },
      { type: 'HCaptchaTaskProxyLess', websiteKey: 'uuid', isInvisible: true },
    ],
    [
      'turnstile',
      { sitekey: '0x4', action: 'a', cdata: 'c' },
      { type: 'AntiTurnstileTaskProxyLess', websiteKey: '0x4', action: 'a', cdata: 'c' },
    ],
    ['altcha', { sitekey: '' }, { type: 'AltchaTaskProxyLess' }],
  ])('%s', (kind, facts, { type, ...fields }) => {
    const made = taskFor({ ...common, kind, sitekey: '', ...facts });
    expect(made).toEqual({ type, fields: { ...page, ...fields } });
    expect(checkTask({ type: made.type, ...made.fields }, new Set(['HCaptchaTaskProxyLess']))).toMatchObject({ type });
  });

  test('a kind that Capzy has no row for is said so', () => {
    expect(() => taskFor({ ...common, kind: 'prosopo', sitekey: '5x' })).toThrow('KIND_NOT_SOLD');
  });

  test('a recommended type keeps the facts, under its own field names', () => {
    const challenge: Challenge = { ...common, kind: 'recaptcha-v2-invisible', sitekey: RECAPTCHA, s: 'once' };
    expect(taskFor(challenge, 'ReCaptchaV2EnterpriseTaskProxyLess')).toEqual({
      type: 'ReCaptchaV2EnterpriseTaskProxyLess',
      fields: { ...page, websiteKey: RECAPTCHA, isInvisible: true, enterprisePayload: { s: 'once' } },
    });
    expect(taskFor({ ...challenge, kind: 'recaptcha-v2', action: 'go' }, 'ReCaptchaV3TaskProxyLess').fields).toEqual({
      ...page,
      websiteKey: RECAPTCHA,
      pageAction: 'go',
    });
    expect(() => taskFor(challenge, 'MakeCoffeeTask')).toThrow('KIND_NOT_SOLD');
    // Without a proxy, a type that needs one is no use.
    expect(() => taskFor(challenge, 'ReCaptchaV2EnterpriseTask')).toThrow('ERROR_PROXY_REQUIRED');
  });
});
