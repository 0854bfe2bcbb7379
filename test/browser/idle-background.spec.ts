/**
 * Firefox ends an event page that has nothing to do. With an idle timeout shorter than the polling interval it ends in every pause
 * of a solve. Node, in both browsers (Chromium has no such preference; there the solve simply runs).
 */
import { expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { tokensIn, turnstilePage } from './harness/turnstile-page.ts';
import { waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({ prefs: { 'extensions.background.idle.timeout': 400 } });

test('a background that ends whenever it is idle loses nothing and pays once', async () => {
  latchkey.lab.service.pace = { polls: 4 };
  const page = await latchkey.openPage(turnstilePage());
  await waitForState(page, 'solved');
  expect((await tokensIn(page)).callback).toHaveLength(1);
  expect(latchkey.lab.service.tasks).toHaveLength(1);
  expect(latchkey.lab.service.charges).toBe(1);
});
