/**
 * ALTCHA as it is by default: the widget does its own work in the browser, and nothing is bought. Node, in both browsers.
 */
import { describe, expect, test } from 'vitest';
import { altchaPage, challengeUrl, send, sight, type AltchaVersion } from './harness/altcha-page.ts';
import { useLatchkey } from './harness/fixture.ts';
import { latchkeyEvents, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({ reusesTabs: true });
const versions: readonly AltchaVersion[] = [1, 2, 3];

describe.each(versions)('version %i', (version) => {
  test('solves itself on an automatic site: accepted, and nothing is bought', async () => {
    const page = await latchkey.openPage(altchaPage(version));
    await waitForState(page, 'solved');
    const { heard, field } = await sight(page);
    expect(heard).toEqual([`statechange verified ${field}`, `verified  ${field}`]);
    expect(await send(page)).toBe('accepted');
    expect(latchkey.lab.service.tasks).toEqual([]);
  });

  test('a widget that is at work by itself is not started a second time', async () => {
    const page = await latchkey.openPage(altchaPage(version, `${challengeUrl(version)} auto="onload"`));
    await waitForState(page, 'solved');
    expect((await sight(page)).heard.filter((one) => one.startsWith('verified'))).toHaveLength(1);
    expect(latchkeyEvents(page).filter(({ state }) => state === 'failed')).toEqual([]);
  });

  test('a challenge that can’t be had: failed, with a way out', async () => {
    const page = await latchkey.openPage(
      altchaPage(version, `${version === 3 ? 'challenge' : 'challengeurl'}="/nowhere"`),
    );
    const { error } = await waitForState(page, 'failed');
    expect(error).toMatchObject({ code: 'PROOF_OF_WORK_FAILED' });
  });
});
