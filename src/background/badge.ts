/** Background. The toolbar button: how many captchas, whether one is being solved or failed, and what is left on the accounts. */
import { phrase, say, type Translate } from '../core/phrase.ts';
import { shortAmount } from '../core/short-amount.ts';
import type { AccountView } from '../protocol/views.ts';
import { browser } from '../platform/browser.ts';
import { captchasOf } from './tabs.ts';

type BadgeShows = 'captchas' | 'balance';

const COLOURS = { found: '#2456c7', failed: '#b3261e' } as const;

export async function updateBadge(
  tabId: number,
  accounts: readonly AccountView[],
  shown: BadgeShows,
  translate: Translate,
): Promise<void> {
  const captchas = await captchasOf(tabId);
  const solving = captchas.filter(({ state }) => state === 'solving').length;
  const failed = captchas.filter(({ state }) => state === 'failed').length;
  const open = captchas.filter(({ state }) => state !== 'solved').length;
  // Without text of its own a tab shows what all tabs show.
  const text = solving ? '…' : failed ? '!' : open && shown === 'captchas' ? String(open) : null;
  const title = ['Latchkey', found(captchas.length, solving, failed, translate), money(accounts, translate)]
    .filter(Boolean)
    .join('\n');
  // The tab may be gone by now.
  await Promise.all([
    browser.action.setBadgeText({ tabId, text }),
    browser.action.setBadgeBackgroundColor({ tabId, color: failed ? COLOURS.failed : COLOURS.found }),
    browser.action.setTitle({ tabId, title }),
  ]).catch(() => {});
}

/** What shows in tabs that have no captcha. */
export async function updateTitle(
  accounts: readonly AccountView[],
  shown: BadgeShows,
  translate: Translate,
): Promise<void> {
  await browser.action.setTitle({ title: ['Latchkey', money(accounts, translate)].filter(Boolean).join('\n') });
  const short = accounts.some(({ low, failure }) => low || failure?.action === 'add-credits');
  await browser.action.setBadgeText({
    text: shown === 'balance' ? shortAmount(accounts[0]?.balance) : short ? '$' : '',
  });
  await browser.action.setBadgeBackgroundColor({ color: short ? COLOURS.failed : COLOURS.found });
}

function found(count: number, solving: number, failed: number, translate: Translate): string {
  if (!count) return '';
  const parts = [phrase('Captchas on this page: $1', count)];
  if (solving) parts.push(phrase('being solved: $1', solving));
  if (failed) parts.push(phrase('failed: $1', failed));
  return parts.map((part) => say(part, translate)).join(', ');
}

function money(accounts: readonly AccountView[], translate: Translate): string {
  return accounts
    .map(({ label, balance, failure, low }) => {
      const left = balance && `$${balance.amount.toFixed(2)}`;
      if (left) return `${label}: ${low ? say(phrase('$1 (low)', left), translate) : left}`;
      return failure ? `${label}: ${say(failure.says ?? failure.message, translate)}` : '';
    })
    .filter(Boolean)
    .join('\n');
}
