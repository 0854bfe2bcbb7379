/** The `lab` preset against the lab as the command starts it, over real HTTP: every kind of its table, and the public test keys. Node only. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { send } from '../../src/background/http.ts';
import type { CaptchaKind } from '../../src/core/challenge.ts';
import type { Challenge } from '../../src/core/message-schemas.ts';
import { isTestKey } from '../../src/core/test-keys.ts';
import type { Caller, Polled, Submitted } from '../../src/protocol/service.ts';
import { service } from '../../src/services/lab.ts';
import { startCommandLab } from '../lab/command-lab.ts';
import { isTestSitekey } from '../lab/test-keys.ts';
import type { Lab } from '../lab/lab.ts';
import { facts, PICTURE_TEXT } from './harness/wire-facts.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startCommandLab({ port: 0, proxyPort: 0, key: 'lab' });
});
afterAll(() => lab.close());

async function solve(
  challenge: Partial<Challenge> & { kind: CaptchaKind },
  websiteURL = 'https://site.test/login',
): Promise<Submitted | Polled> {
  const caller: Caller = { send, endpoint: lab.service.url, key: 'lab', options: {} };
  const task = service.taskFor(
    { challenge: { challengeId: 'challenge-1', sitekey: '', ...challenge }, websiteURL },
    caller,
  );
  if (typeof task === 'string') throw new Error(task);
  const submitted = await service.submit(caller, task);
  return submitted.kind === 'task' ? service.poll(caller, submitted.taskId, task.type) : submitted;
}

/** No key of the demo pages, each of which is known to be of one type. */
const RECAPTCHA = '6LdLabAAAAAAKnobodysKeyForLatchkeyLab007';
// Capzy, as which the lab speaks, has no task for Prosopo.
const kinds = (Object.keys(facts) as CaptchaKind[]).filter((kind) => kind !== 'prosopo');

test.each(kinds)('%s is solved at the first question, for nothing, and the verifier takes the token', async (kind) => {
  const challenge = { kind, ...facts[kind], ...(kind.startsWith('recaptcha') && { sitekey: RECAPTCHA }) };
  const answer = await solve(challenge);
  if (answer.kind !== 'solved') throw new Error(JSON.stringify(answer));
  expect(answer.cost ?? 0).toBe(0);
  if (kind === 'image') return expect(answer.solution.token).toBe(PICTURE_TEXT);
  const provider = /^(recaptcha|hcaptcha)/.exec(kind)?.[0] ?? kind;
  expect(
    await lab.verifier.verify(provider, answer.solution.token, { sitekey: challenge.sitekey ?? '', host: 'site.test' }),
  ).toMatchObject({ ok: true });
});

test('many at once are no reason to refuse one', async () => {
  const answers = await Promise.all(
    Array.from({ length: 60 }, () => solve({ kind: 'turnstile', sitekey: '0x4AAAAAAALatchkeyLab007' })),
  );
  expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(['solved']));
});

test('ALTCHA of one of the lab’s own pages is worked out', async () => {
  expect(await solve({ kind: 'altcha' }, 'https://lab.test/altcha')).toMatchObject({ kind: 'solved' });
});

test.each([
  ['turnstile', '1x00000000000000000000AA', 'XXXX.DUMMY.TOKEN.XXXX'],
  ['turnstile', '1x00000000000000000000BB', 'XXXX.DUMMY.TOKEN.XXXX'],
  ['turnstile', '3x00000000000000000000FF', 'XXXX.DUMMY.TOKEN.XXXX'],
  ['hcaptcha', '10000000-ffff-ffff-ffff-000000000001', '10000000-aaaa-bbbb-cccc-000000000001'],
  ['hcaptcha-invisible', '20000000-ffff-ffff-ffff-000000000002', '20000000-aaaa-bbbb-cccc-000000000002'],
  ['hcaptcha', '30000000-ffff-ffff-ffff-000000000003', '30000000-aaaa-bbbb-cccc-000000000003'],
] as const)('%s %s gets %s', async (kind, sitekey, token) => {
  expect(await solve({ kind, sitekey })).toMatchObject({ kind: 'solved', solution: { token } });
  expect([isTestKey(sitekey), isTestSitekey(sitekey)]).toEqual([true, true]);
});

test.each([['2x00000000000000000000AB'], ['2x00000000000000000000BB']])(
  '%s always fails, and is not charged',
  async (sitekey) => {
    const before = lab.service.charges;
    expect(await solve({ kind: 'turnstile', sitekey })).toMatchObject({
      kind: 'failed',
      refusal: { code: 'ERROR_CAPTCHA_UNSOLVABLE' },
    });
    expect(lab.service.charges).toBe(before);
  },
);

test('Google’s and CaptchaFox’s test keys have no token of their own: one that the lab makes', async () => {
  for (const [kind, sitekey] of [
    ['recaptcha-v2', '6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI'],
    ['captchafox', 'sk_11111111000000001111111100000000'],
  ] as const) {
    expect(await solve({ kind, sitekey })).toMatchObject({
      kind: 'solved',
      solution: { token: expect.stringMatching(/^LAB_/) as string },
    });
  }
});
