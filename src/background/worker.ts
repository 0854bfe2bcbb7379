/**
 * Background entry: service worker in Chromium, event page in Firefox. Only wires; every listener is registered on the first tick,
 * so that an event that wakes the worker finds its listener.
 */
import { browser } from '../platform/browser.ts';
import { accountViews, refreshAll } from './balances.ts';
import { updateBadge, updateTitle } from './badge.ts';
import { createEngine, SOLVES } from './engine.ts';
import { welcome } from './first-run.ts';
import { updateDefaultIcon, updateIcon } from './icon.ts';
import { addMenus, onMenu, solveFirst } from './menus.ts';
import { ledger, reconcile } from './money.ts';
import { listenForClicks } from './notifications.ts';
import { createRouter } from './router.ts';
import { createSettingsStore } from './settings-store.ts';
import { speaker } from './speaker.ts';
import { pruneTabs } from './tabs.ts';

const store = createSettingsStore();
const engine = createEngine(store);

async function toolbar(tabId?: number): Promise<void> {
  const [accounts, translate, { settings }] = await Promise.all([
    accountViews(store),
    speaker(store),
    store.effective(),
  ]);
  const { badge } = settings;
  if (tabId === undefined) await Promise.all([updateTitle(accounts, badge, translate), updateDefaultIcon(store)]);
  else await Promise.all([updateBadge(tabId, accounts, badge, translate), updateIcon(tabId, store)]);
}

/** Menus are the browser's own: they stay as they were named until they are named anew. */
async function name(): Promise<void> {
  await addMenus(await speaker(store));
}

async function renamed(): Promise<void> {
  await Promise.all([name(), toolbar()]);
}

const BALANCES = 'balances';
/** Minutes. */
const BALANCE_AGE = 15;

async function start(): Promise<void> {
  if (!(await browser.alarms.get(BALANCES))) await browser.alarms.create(BALANCES, { periodInMinutes: BALANCE_AGE });
}

browser.runtime.onMessage.addListener(
  createRouter({ store, engine, ledger, toolbar, renamed }) as Parameters<
    typeof browser.runtime.onMessage.addListener
  >[0],
);
browser.runtime.onInstalled.addListener(({ reason }) => {
  void name();
  void welcome(reason, store);
});
browser.runtime.onStartup.addListener(() => {
  void name();
  void reconcile();
  void refreshAll(store, false).then(() => toolbar());
});
browser.contextMenus.onClicked.addListener((info, tab) => void onMenu(info, tab));
browser.commands.onCommand.addListener((command, tab) => void (command === 'solve-captcha' && solveFirst(tab?.id)));
browser.alarms.onAlarm.addListener(({ name }) => {
  if (name === SOLVES) void engine.resumeAll();
  if (name === BALANCES) {
    void pruneTabs();
    void ledger.prune(Date.now());
    void refreshAll(store, false).then(() => toolbar());
  }
});
browser.permissions.onAdded.addListener(listenForClicks);
listenForClicks();
void start();
