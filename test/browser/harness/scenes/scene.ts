/**
 * What a scene is: one surface of the real extension in one state, reached as a user would reach it. Node only. Scenes pick elements by data attributes,
 * names and roles, never by words, so that they stay true when a surface is drawn anew or speaks another language.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { LocatedCaptcha } from '../../../../src/core/captcha-view.ts';
import type { Answer, Method, Request } from '../../../../src/protocol/rpc.ts';
import { askWorker } from '../ask-worker.ts';
import type { Fixture, FixtureOptions } from '../fixture.ts';
import type { BrowserName } from '../launch.ts';
import { popupFor, seen, tabOf } from '../popup.ts';
import { turnstilePage } from '../turnstile-page.ts';
import { extensionTab, inExtension, untilStored } from '../worker.ts';

export type Surface = 'popup' | 'options' | 'history' | 'welcome' | 'in-page';

/** Scenes of a group share one browser, whose start they need. */
export type Group = 'by-hand' | 'fixed' | 'wrong-file' | 'installed-late' | 'mute';

export interface Scene {
  /** Of a file: lower case and dashes. */
  name: string;
  surface: Surface;
  /** `by-hand` where left out. */
  group?: Group;
  /** The only browser that has this state. */
  only?: BrowserName;
  /** A page of the extension that a build may not have. */
  needs?: string;
  /** @returns the tab that shows it, drawn to its end. */
  prepare(fixture: Fixture): Promise<Page>;
}

export const groups: Record<Group, FixtureOptions> = {
  'by-hand': { config: () => undefined, reusesTabs: true },
  fixed: {
    reusesTabs: true,
    config: (lab) => ({
      accounts: [{ service: 'capzy', key: lab.service.key, endpoint: lab.service.url }],
      mode: 'ask',
      sites: { '*.shop.test': 'auto' },
      proxy: 'http://127.0.0.1:3128',
      budget: { perDay: 2, perSitePerHour: 30 },
      button: true,
      proofOfWork: 'free',
      events: false,
      reportResets: false,
    }),
  },
  'wrong-file': {
    reusesTabs: true,
    config: (lab) => ({
      accounts: [{ service: 'capzy', key: lab.service.key, endpoint: 'http://not-this-machine.example' }],
      mode: 'always',
      budgets: {},
    }),
  },
  // The last scenes of this one take the extension's rights away.
  'installed-late': { config: () => undefined, install: false },
  mute: { config: () => undefined, mute: true },
};

/** Whether the scene is there in this build and browser. */
export function isThere({ only, needs }: Scene, { launched, prepared }: Fixture): boolean {
  return (!only || only === launched.name) && (!needs || existsSync(join(prepared.path, needs)));
}

/** As after an installation; to be called before each scene of a browser that has Latchkey in it. */
export async function startAfresh({ lab, launched }: Fixture): Promise<void> {
  lab.service.clearFaults();
  lab.service.pace = { polls: 1 };
  lab.service.balance = 10;
  await inExtension(launched, async (api) => {
    localStorage.clear();
    await Promise.all([api.storage.local.clear(), api.storage.session.clear()]);
  });
}

/** Asks the worker from a page of the extension. */
export async function ask<M extends Method>(fixture: Fixture, method: M, request: Request<M>): Promise<Answer<M>> {
  return askWorker(await extensionTab(fixture.launched), method, request);
}

/** An account with the lab's own service, or with one that speaks another wire. */
export async function addAccount(
  fixture: Fixture,
  service = 'capzy',
  at: { key: string; url: string } = fixture.lab.service,
): Promise<string> {
  const added = await ask(fixture, 'addAccount', { service, key: at.key, endpoint: at.url });
  if (!added.ok) throw new Error(added.failure.message);
  return added.value.accountId;
}

/** The first captcha of the tab that `matches`, now or soon. */
export async function captchaOf(
  fixture: Fixture,
  site: Page,
  matches: (captcha: LocatedCaptcha) => boolean = () => true,
): Promise<LocatedCaptcha & { tabId: number }> {
  const tabId = await tabOf(fixture, site);
  const found = await untilStored(fixture.launched, 'a captcha in the tab', async (page) =>
    (await askWorker(page, 'popupState', { tabId })).captchas.find(matches),
  );
  return { ...found, tabId };
}

export async function command(fixture: Fixture, site: Page, what: 'solve' | 'cancel'): Promise<void> {
  const { tabId, frameId, documentId, id } = await captchaOf(fixture, site);
  await ask(fixture, 'command', { tabId, frameId, documentId, captchaId: id, command: what });
}

/** Adds the lab's account and opens a page with one Turnstile widget. */
export async function siteWithAccount(fixture: Fixture, host = 'shop.test'): Promise<Page> {
  await addAccount(fixture);
  const site = await fixture.openPage(turnstilePage(), { host });
  await captchaOf(fixture, site);
  return site;
}

/** The popup for a page, once `selector` is there. */
export async function popupWith(fixture: Fixture, site: Page, selector: string): Promise<Page> {
  const popup = await popupFor(fixture, site);
  await appears(popup, selector);
  return popup;
}

export async function appears(page: Page, selector: string): Promise<void> {
  await seen(
    page,
    `document.querySelector(${JSON.stringify(selector)}) && !document.querySelector('main[aria-busy="true"]')`,
  );
}

/** Opens what is folded up, as a click on it does. */
export async function unfold(page: Page, selector: string): Promise<void> {
  await page.bringToFront();
  await page.evaluate(
    `{ const found = document.querySelector(${JSON.stringify(selector)}); (found.closest('details') ?? found.querySelector('details') ?? found).open = true; }`,
  );
}
