/**
 * ALTCHA bought from services that are told its challenge: by its URL, by its JSON, or by its parts, which the worker reads from that URL. Real
 * widgets, payloads judged by altcha-lib. Node, in both browsers.
 */
import type { Page } from 'puppeteer-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { addWireAccount, removeAccounts } from './harness/accounts.ts';
import { altchaPage, challengeUrl, send, type AltchaVersion } from './harness/altcha-page.ts';
import { useLatchkey } from './harness/fixture.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({
  reusesTabs: true,
  config: () => ({ mode: 'auto', events: true, proofOfWork: 'service' }),
  keepsPages: true,
});
let page: Page;
let first = 0;

beforeAll(async () => {
  page = await latchkey.openPage('about:blank');
  // The site's tab has nothing that has to be drawn.
  await (await latchkey.extensionTab()).bringToFront();
});

async function visit(html: string): Promise<void> {
  first = latchkeyEvents(page).length;
  await page.goto(latchkey.lab.serve(html));
}

afterEach(() => removeAccounts(latchkey));

const versions: readonly AltchaVersion[] = [1, 2, 3];

describe.each(versions)('version %i', (version) => {
  test('2Captcha gets the URL of the challenge, or the challenge itself', async () => {
    const wire = await addWireAccount(latchkey, 'two-captcha');
    const challenge = JSON.stringify(
      await latchkey.lab.verifier.altcha.challenge('site.test', version === 3 ? 'v3' : 'v1'),
    );
    const attribute = version === 3 ? 'challenge' : 'challengejson';
    await visit(altchaPage(version, [challengeUrl(version), `${attribute}='${challenge}'`]));
    await expect
      .poll(
        () =>
          latchkeyEvents(page)
            .slice(first)
            .filter(({ state }) => state === 'solved').length,
      )
      .toBe(2);
    const type = 'AltchaTaskProxyless';
    const websiteURL = page.url();
    const challengeURL = new URL(`/lab/altcha/challenge${version === 3 ? '' : '?format=v1'}`, websiteURL).href;
    const tasks = wire.tasks.map(({ task }) => task);
    expect(tasks).toHaveLength(2);
    expect(tasks).toContainEqual({ type, websiteURL, challengeURL });
    expect(tasks).toContainEqual(expect.objectContaining({ type, websiteURL, challengeJSON: challenge }));
    expect(await send(page, 0)).toBe('accepted');
    expect(await send(page, 1)).toBe('accepted');
    expect(pageErrors(page)).toEqual([]);
  });
});

test('CapMonster gets the parts of the challenge that its URL gives', async () => {
  const wire = await addWireAccount(latchkey, 'capmonster');
  await visit(altchaPage(2));
  await waitForState(page, 'solved', { from: first });
  expect(wire.tasks[0]?.task).toMatchObject({
    type: 'CustomTask',
    class: 'altcha',
    metadata: { iterations: '5000', challenge: expect.any(String) as string },
  });
  expect(wire.tasks[0]?.task).not.toHaveProperty('challengeURL');
  expect(await send(page)).toBe('accepted');
});

test('CapMonster, which knows no challenge of version 3, is not paid for one', async () => {
  const wire = await addWireAccount(latchkey, 'capmonster');
  await visit(altchaPage(3));
  expect((await waitForState(page, 'failed', { from: first })).error?.code).toBe('KIND_NOT_SOLD');
  expect(wire.tasks).toEqual([]);
});
