/** Bot walls: the popup says what the page is and that nothing is bought; ordinary pages of the same firewalls are left alone. Node, in both browsers. */
import { expect, test } from 'vitest';
import { screenshot, useLatchkey } from './harness/fixture.ts';
import { popupFor, seen, text } from './harness/popup.ts';

const latchkey = useLatchkey({ reusesTabs: true });

const walls = [
  [
    'cloudflare',
    '<title>Just a moment…</title><div id="challenge">Checking</div><script>window._cf_chl_opt = { cType: "managed" };</script>',
  ],
  [
    'datadome',
    '<title>shop.test</title><p>Please enable JS</p><iframe src="https://geo.captcha-delivery.com/captcha/?initialCid=lab"></iframe>',
  ],
  ['perimeterx', '<title>Access denied</title><div id="px-captcha"></div>'],
  ['akamai', '<div id="sec-if-cpt-container"></div>'],
  ['aws', '<title></title><script>window.gokuProps = { key: "lab" };</script><div id="challenge-container"></div>'],
] as const;

test.each(walls)('%s: explained, and nothing is bought', async (id, html) => {
  const site = await latchkey.openPage(html);
  const popup = await popupFor(latchkey, site);
  await seen(popup, `document.querySelector('[data-wall]')`);
  expect(await popup.evaluate(`document.querySelector('[data-wall]').dataset.wall`)).toBe(id);
  expect(await text(popup, '[data-wall]')).toContain('bound to your address and your browser');
  if (id === 'cloudflare') await screenshot(popup, 'wall');
  expect(latchkey.lab.service.tasks).toEqual([]);
});

test('an ordinary page with a firewall’s everyday script is no wall', async () => {
  const site = await latchkey.openPage(
    `<h1>Shop</h1><script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script><p>${'Shoes and socks. '.repeat(40)}</p>`,
  );
  const popup = await popupFor(latchkey, site);
  await seen(popup, `document.querySelector('main')?.textContent.includes('None found')`);
  expect(await popup.evaluate(`document.querySelector('[data-wall]')`)).toBeNull();
});
