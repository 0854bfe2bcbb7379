/**
 * Every service, from the extension in a real browser against the lab's service of the same wire: the key is checked, a captcha is solved
 * and accepted, the balance shows, a failure is told in words with its button, a report arrives. One tab is the site for all of them, and one
 * popup stays open beside it. Node, in both browsers.
 */
import type { Page } from 'puppeteer-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AccountView } from '../../src/protocol/views.ts';
import type { WireService } from '../lab/wires/wire-service.ts';
import { removeAccounts } from './harness/accounts.ts';
import { askWorker } from './harness/ask-worker.ts';
import { useLatchkey } from './harness/fixture.ts';
import { popupFor, press, seen, text } from './harness/popup.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({ config: () => ({ mode: 'auto', events: true }), keepsPages: true });

interface Case {
  id: string;
  /** The lab's wire; the service's id where absent. */
  wire?: string;
  kind?: 'turnstile' | 'recaptcha-v2';
  options?: Record<string, string>;
  /** Code for an empty account, and the button that goes with it. */
  broke?: [string, string];
  report?: 'bad';
  balance?: RegExp;
}

const money: [string, string] = ['ERROR_ZERO_BALANCE', 'Add credits'];
const cases: Case[] = [
  { id: 'anysolver', options: { selectionMode: 'autoFastest', keyPoolMode: 'platformOnly' } },
  { id: 'ucaptcha', options: { selectionMode: 'autoCheapest' }, report: 'bad' },
  { id: 'two-captcha', report: 'bad' },
  { id: 'anti-captcha', kind: 'recaptcha-v2', report: 'bad' },
  { id: 'capsolver', report: 'bad' },
  { id: 'capmonster', report: 'bad' },
  { id: 'ez-captcha' },
  // Its Turnstile type takes no action, which the lab's page insists on.
  { id: 'yescaptcha', kind: 'recaptcha-v2', balance: /Points: [\d,]+/ },
  { id: 'nextcaptcha', kind: 'recaptcha-v2' },
  { id: 'solvium', broke: ['insufficient_balance', 'Add credits'] },
  { id: 'legacy', report: 'bad' },
  { id: 'death-by-captcha', broke: ['DBC_DENIED', 'Check the key'], report: 'bad' },
  { id: 'riskbypass', broke: ['RISKBYPASS_REFUSED', 'Copy report'] },
  { id: 'custom', wire: 'capmonster', options: { dialect: 'capmonster' }, report: 'bad' },
];

let page: Page;
let popup: Page;

beforeAll(async () => {
  page = await latchkey.openPage('<!doctype html><title>The site</title>');
  popup = await popupFor(latchkey, page);
});

afterEach(() => removeAccounts(latchkey));

async function addAccount(one: Case): Promise<{ wire: WireService; account: AccountView }> {
  const wire = await latchkey.lab.addWire(one.wire ?? one.id);
  wire.pace = { polls: 0 };
  const options = await latchkey.extensionTab();
  const wrong = await askWorker(options, 'addAccount', {
    service: one.id,
    key: '0'.repeat(32),
    endpoint: wire.url,
    options: one.options,
  });
  expect(wrong.ok, 'a wrong key is not saved').toBe(false);
  const added = await askWorker(options, 'addAccount', {
    service: one.id,
    key: wire.key,
    endpoint: wire.url,
    options: one.options,
  });
  if (!added.ok) throw new Error(JSON.stringify(added.failure));
  return { wire, account: added.value };
}

describe.each(cases)('$id', (one) => {
  const { id, kind = 'turnstile', broke = money, report, balance = /\$\d+\.\d\d/ } = one;

  test('solves, is accepted, shows its balance, takes a report, and tells an empty account in words', async () => {
    const { wire, account } = await addAccount(one);
    const demo = latchkey.lab.demoPages.find((page) => page.kind === kind);
    if (!demo) throw new Error(kind);
    // Neither of the two is drawn, save for a click: a tab in front costs half a core while it shows progress.
    await (await latchkey.extensionTab()).bringToFront();
    let from = latchkeyEvents(page).length;
    await page.goto(demo.url);
    await seen(page, `!['', 'pending'].includes(document.body.dataset.verdict ?? '')`);
    expect(await page.evaluate('document.body.dataset.verdict')).toBe('accepted');
    const solved = await waitForState(page, 'solved', { from });
    expect(solved).toMatchObject({ kind, service: id });
    expect(wire.charges).toBe(1);

    const row = `[data-captcha="${solved.id}"]`;
    await seen(popup, `document.querySelector('${row}[data-state="solved"] .life[data-until]')`);
    await seen(
      popup,
      `document.querySelector('[data-account="${account.accountId}"]')?.textContent.match(${balance.toString()})`,
    );
    await seen(popup, `document.querySelectorAll('${row} .timeline li').length >= 3`);
    expect(await text(popup, `${row} .timeline`)).toContain(`${account.label} sent the token`);
    const offered = (await popup.evaluate(
      `[...document.querySelectorAll('${row} [data-verdict]')].map((button) => button.dataset.verdict)`,
    )) as string[];
    expect(offered.includes('bad'), 'whether the service takes reports').toBe(report !== undefined);
    if (report) {
      await press(popup, `${row} [data-verdict="bad"]`);
      await seen(popup, `document.querySelector('${row} .report [role=status]')?.textContent.includes('was told')`);
      expect(wire.reports).toMatchObject([{ verdict: 'bad', taskId: wire.tasks[0]?.id }]);
    }

    wire.balance = 0;
    from = latchkeyEvents(page).length;
    await page.reload();
    const failed = await waitForState(page, 'failed', { from });
    expect(failed.error?.code).toBe(broke[0]);
    const note = `[data-captcha="${failed.id}"] [data-error]`;
    await seen(popup, `document.querySelector('${note}[data-error="${broke[0]}"] button')`);
    expect(await text(popup, `${note} button`)).toBe(broke[1]);
    expect(await text(popup, note)).toContain('Nothing was charged.');
    expect(wire.charges).toBe(1);
    expect(pageErrors(page)).toEqual([]);
  });
});
