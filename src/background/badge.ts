/** Background. The toolbar button: how many captchas, whether one is being solved or failed, and what is left on the accounts. */
import type { AccountView } from '../protocol/rpc.ts';
import { browser } from '../platform/browser.ts';
import { captchasOf } from './tabs.ts';

const COLOURS = { found: '#2456c7', failed: '#b3261e' } as const;

export async function updateBadge(tabId: number, accounts: readonly AccountView[]): Promise<void> {
  const captchas = await captchasOf(tabId);
  const solving = captchas.filter(({ state }) => state === 'solving').length;
  const failed = captchas.filter(({ state }) => state === 'failed').length;
  const open = captchas.filter(({ state }) => state !== 'solved').length;
  const text = solving ? '…' : failed ? '!' : open ? String(open) : '';
  const title = ['Latchkey', found(captchas.length, solving, failed), money(accounts)].filter(Boolean).join('\n');
  // The tab may be gone by now.
  await Promise.all([
    browser.action.setBadgeText({ tabId, text }),
    browser.action.setBadgeBackgroundColor({ tabId, color: failed ? COLOURS.failed : COLOURS.found }),
    browser.action.setTitle({ tabId, title }),
  ]).catch(() => {});
}

/** What shows in tabs that have no captcha. */
export async function updateTitle(accounts: readonly AccountView[]): Promise<void> {
  await browser.action.setTitle({ title: ['Latchkey', money(accounts)].filter(Boolean).join('\n') });
  await browser.action.setBadgeText({ text: accounts.some(({ low, failure }) => low || failure?.action === 'add-credits') ? '$' : '' });
  await browser.action.setBadgeBackgroundColor({ color: COLOURS.failed });
}

function found(count: number, solving: number, failed: number): string {
  if (!count) return '';
  const parts = [`${count} captcha${count === 1 ? '' : 's'} on this page`];
  if (solving) parts.push(`${solving} being solved`);
  if (failed) parts.push(`${failed} failed`);
  return parts.join(', ');
}

function money(accounts: readonly AccountView[]): string {
  return accounts
    .map(({ label, balance, failure, low }) => {
      if (balance) return `${label}: $${balance.amount.toFixed(2)}${low ? ' (low)' : ''}`;
      return failure ? `${label}: ${failure.message}` : '';
    })
    .filter(Boolean)
    .join('\n');
}
