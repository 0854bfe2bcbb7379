/**
 * A site's own CI, as the README tells it: the lab's command, the site and its back end on this machine, a browser that is pointed at the lab by what
 * the command says, and no account. Node, in both browsers; needs dist/lab.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text as textOf } from 'node:stream/consumers';
import puppeteer, { type Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitForSolved } from '../../src/automation/wait-for-solved.ts';
import type { Ready } from '../lab/cli.ts';
import { findBrowser } from '../setup/browsers.ts';
import { browserName } from './harness/fixture.ts';
import { prepareBuild, type Prepared } from './harness/prepare.ts';

let command: ChildProcess;
let lab: Ready;
let site: Server;
let prepared: Prepared;
let browser: Browser;

/** Of the site: a form behind a Turnstile of its own, and a back end that asks after the token. */
const SITEKEY = '0x4AAAAAAAMyOwnSitekey001';
const page = `<!doctype html><title>Log in</title><form method="post"><div class="cf-turnstile" data-sitekey="${SITEKEY}" data-action="login" data-callback="go"></div></form>
<script>function go() { document.forms[0].submit(); }</script><script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async defer></script>`;

async function backEnd(form: string, verifyUrl: string): Promise<string> {
  const response = new URLSearchParams(form).get('cf-turnstile-response') ?? '';
  const answer = await fetch(verifyUrl, {
    method: 'POST',
    body: new URLSearchParams({ secret: 'of-production', response }),
  });
  const { success, hostname, action } = (await answer.json()) as { success: boolean; hostname: string; action: string };
  return success && hostname === 'localhost' && action === 'login' ? 'logged in' : 'turned away';
}

beforeAll(async () => {
  command = spawn(
    process.execPath,
    [resolve(import.meta.dirname, '../../dist/lab/latchkey-lab.mjs'), '--json', '--port', '0', '--proxy-port', '0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const line = await new Promise<string>((done) => createInterface({ input: command.stdout! }).once('line', done));
  lab = JSON.parse(line) as Ready;
  site = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    if (request.method !== 'POST') response.end(page);
    else
      void textOf(request)
        .then((form) => backEnd(form, lab.siteverify.turnstile))
        .then((words) => response.end(`<!doctype html><title>${words}</title>`));
  });
  await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
  const name = browserName();
  prepared = await prepareBuild(name, {
    accounts: [lab.account],
    sites: { localhost: 'auto', 'lab.test': 'auto' },
    events: true,
  });
  const executablePath = findBrowser(name);
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  browser =
    name === 'chromium'
      ? await puppeteer.launch({
          executablePath,
          pipe: true,
          enableExtensions: [prepared.path],
          args: [...lab.chromiumArgs, ...asRoot],
        })
      : await puppeteer.launch({
          executablePath,
          browser: 'firefox',
          acceptInsecureCerts: true,
          extraPrefsFirefox: lab.firefoxPrefs,
          args: ['--remote-allow-system-access'],
        });
  if (name === 'firefox') await browser.installExtension(prepared.path);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  site?.close();
  await prepared?.remove();
  command?.kill();
}, 60_000);

test('a page on localhost with the site’s own sitekey is solved, and its back end takes the token', async () => {
  const tab = await browser.newPage();
  // Before it goes there: this page sends its form by itself once its captcha is solved, which here takes a moment only.
  const solved = waitForSolved(tab);
  await tab.goto(`http://localhost:${(site.address() as AddressInfo).port}/login`);
  expect(await solved).toMatchObject({ kind: 'turnstile', sitekey: SITEKEY, service: 'lab' });
  await tab.waitForFunction('document.title !== "Log in"', { polling: 100 });
  expect(await tab.title()).toBe('logged in');
});

test('each of the lab’s own pages is solved, and its token accepted', async () => {
  for (const { url, kind, demand } of lab.pages) {
    const tab = await browser.newPage();
    await tab.goto(url);
    if (demand === 'button') await tab.locator('button[type=submit]').click();
    expect(await waitForSolved(tab), kind).toMatchObject({ kind });
    await tab.waitForFunction(`['accepted', 'refused'].includes(document.body.dataset.verdict)`, { polling: 100 });
    expect(await tab.evaluate('document.body.dataset.verdict'), kind).toBe('accepted');
    await tab.close();
  }
}, 120_000);
