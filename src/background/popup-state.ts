/** Background. What the popup shows, gathered from the stores. */
import type { LocatedCaptcha } from '../core/captcha-view.ts';
import { usualTimes } from '../core/usual-time.ts';
import type { PopupState } from '../protocol/views.ts';
import { browser } from '../platform/browser.ts';
import { accountViews } from './balances.ts';
import { readCounters } from './counters.ts';
import { detailsOf } from './details.ts';
import { ledger } from './money.ts';
import { effectiveMode, type SettingsStore } from './settings-store.ts';
import { leftAloneIn, liveCaptchasOf, look, obstacleOf } from './tabs.ts';
import { wallIn } from './walls.ts';

/** Rows of the ledger that are looked at for the usual times: each question to the worker reads them anew. */
const ROWS = 100;

async function usualOf(captchas: readonly LocatedCaptcha[]): Promise<PopupState['usual']> {
  const asked = captchas.some(({ state, testKey }) => state !== 'solved' && !testKey);
  return asked ? usualTimes(await ledger.newest({ limit: ROWS })) : {};
}

export async function popupState(store: SettingsStore, tabId: number): Promise<PopupState> {
  // A negative id makes the browser throw, not reject.
  const tab = tabId < 0 ? undefined : await browser.tabs.get(tabId).catch(() => undefined);
  const url = URL.parse(tab?.url ?? '');
  const site = url && /^https?:$/.test(url.protocol) ? url.hostname : '';
  if (site) await look(tabId);
  const [effective, obstacle, captchas, accounts, counters, commands, wall] = await Promise.all([
    store.effective(),
    obstacleOf(tab),
    liveCaptchasOf(tabId),
    accountViews(store),
    readCounters(),
    browser.commands.getAll(),
    site ? wallIn(tabId) : undefined,
  ]);
  const { settings, fixed, problems, problemSource } = effective;
  const [details, usual] = await Promise.all([detailsOf(captchas, tabId, store), usualOf(captchas)]);
  return {
    tabId,
    site,
    mode: effectiveMode(effective, site),
    modeFixedBy: fixed['sites'] ?? fixed['mode'],
    obstacle,
    wall: obstacle === 'none' && captchas.length === 0 ? wall : undefined,
    captchas,
    leftAlone: await leftAloneIn(tabId),
    kindsOff: settings.kindsOff,
    details,
    usual,
    accounts,
    spentToday: counters.spent,
    perDay: settings.budget.perDay,
    problems,
    problemSource,
    language: settings.language,
    shortcut: commands.find(({ name }) => name === 'solve-captcha')?.shortcut || undefined,
  };
}
