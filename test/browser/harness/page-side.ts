/**
 * The page's half of Latchkey alone: the built MAIN-world script in a browser without the extension, with the spec in the content
 * script's place. Node only. For what the content side does rarely or late, such as the end of a token's life.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { FromPage, ToPage } from '../../../src/protocol/page-link.ts';
import { browserName, type Fixture } from './fixture.ts';
import { watchPage } from './watch.ts';

export interface PageSide {
  page: Page;
  /** What the page side has said so far, oldest first. */
  heard(): Promise<FromPage[]>;
  say(message: ToPage): Promise<void>;
  close(): Promise<void>;
}

const FOLDER = resolve(
  import.meta.dirname,
  '../../../dist',
  browserName() === 'chromium' ? 'chrome' : 'firefox',
  'src/page',
);
const SCRIPT = resolve(FOLDER, 'page.iife.js');
/** What the worker adds once the page side has said that there is a provider. */
const MORE = resolve(FOLDER, 'more.iife.js');

/** Runs in the page before Latchkey's script, as the content script would: takes the port that is offered. */
const CONTENT_SIDE = `document.addEventListener('latchkey-link', (event) => {
  event.preventDefault();
  const port = event.ports[0];
  const secret = event.data;
  window.contentSide = {
    heard: [],
    say: (message) => port.postMessage(message),
    show: (element, provider) => element.dispatchEvent(new CustomEvent(secret + '-seen', { detail: provider, bubbles: true, composed: true })),
  };
  port.onmessage = ({ data }) => contentSide.heard.push(data);
  contentSide.say({ type: 'mode', mode: 'auto' });
}, { capture: true, once: true });`;

/** Opens markup in a tab; the fixture's browser must run without the extension (`install: false`). */
export async function openPageSide(latchkey: Fixture, html: string): Promise<PageSide> {
  const page = await latchkey.launched.browser.newPage();
  await watchPage(page);
  await page.evaluateOnNewDocument(
    `if (location.protocol.startsWith('http')) { ${CONTENT_SIDE}\n${readFileSync(SCRIPT, 'utf8')} }`,
  );
  await page.goto(latchkey.lab.serve(html));
  await page.evaluate(readFileSync(MORE, 'utf8'));
  return {
    page,
    heard: () => page.evaluate('contentSide.heard') as Promise<FromPage[]>,
    say: async (message) => void (await page.evaluate(`contentSide.say(${JSON.stringify(message)})`)),
    close: () => page.close(),
  };
}
