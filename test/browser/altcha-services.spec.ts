/**
 * ALTCHA bought from services that are told its challenge: by its URL, by its JSON, or by its parts, which the worker reads from that URL. Real
 * widgets, payloads judged by altcha-lib. Node, in both browsers.
 */
import { afterEach, describe, expect, test } from 'vitest';
import type { WireService } from '../lab/wires/wire-service.ts';
import { altchaPage, send, type AltchaVersion } from './harness/altcha-page.ts';
import { askWorker } from './harness/ask-worker.ts';
import { useLatchkey } from './harness/fixture.ts';
import { pageErrors, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({ config: () => ({ mode: 'auto', events: true, proofOfWork: 'service' }) });

afterEach(async () => {
  const options = await latchkey.openExtensionPage('src/ui/options.html');
  const { accounts } = await askWorker(options, 'optionsState', {});
  for (const { accountId } of accounts) await askWorker(options, 'removeAccount', { accountId });
});

async function addAccount(service: string): Promise<WireService> {
  const wire = await latchkey.lab.addWire(service);
  wire.pace = { polls: 0 };
  const options = await latchkey.openExtensionPage('src/ui/options.html');
  const added = await askWorker(options, 'addAccount', { service, key: wire.key, endpoint: wire.url });
  if (!added.ok) throw new Error(JSON.stringify(added.failure));
  return wire;
}

const versions: readonly AltchaVersion[] = [1, 2, 3];

describe.each(versions)('version %i', (version) => {
  test('2Captcha gets the URL of the challenge, or the challenge itself', async () => {
    const wire = await addAccount('two-captcha');
    const byUrl = await latchkey.openPage(altchaPage(version));
    await waitForState(byUrl, 'solved');
    const [asked] = wire.tasks;
    expect(asked?.task).toEqual({
      type: 'AltchaTaskProxyless',
      websiteURL: byUrl.url(),
      challengeURL: new URL(`/lab/altcha/challenge${version === 3 ? '' : '?format=v1'}`, byUrl.url()).href,
    });
    expect(await send(byUrl)).toBe('accepted');
    expect(pageErrors(byUrl)).toEqual([]);

    const challenge = JSON.stringify(
      await latchkey.lab.verifier.altcha.challenge('site.test', version === 3 ? 'v3' : 'v1'),
    );
    const attribute = version === 3 ? 'challenge' : 'challengejson';
    const byJson = await latchkey.openPage(altchaPage(version, `${attribute}='${challenge}'`));
    await waitForState(byJson, 'solved');
    expect(wire.tasks[1]?.task).toMatchObject({ challengeJSON: challenge });
    expect(await send(byJson)).toBe('accepted');
  });
});

test('CapMonster gets the parts of the challenge that its URL gives', async () => {
  const wire = await addAccount('capmonster');
  const page = await latchkey.openPage(altchaPage(2));
  await waitForState(page, 'solved');
  expect(wire.tasks[0]?.task).toMatchObject({
    type: 'CustomTask',
    class: 'altcha',
    metadata: { iterations: '5000', challenge: expect.any(String) as string },
  });
  expect(wire.tasks[0]?.task).not.toHaveProperty('challengeURL');
  expect(await send(page)).toBe('accepted');
});

test('CapMonster, which knows no challenge of version 3, is not paid for one', async () => {
  const wire = await addAccount('capmonster');
  const page = await latchkey.openPage(altchaPage(3));
  expect((await waitForState(page, 'failed')).error?.code).toBe('KIND_NOT_SOLD');
  expect(wire.tasks).toEqual([]);
});
