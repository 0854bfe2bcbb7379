/**
 * The corpus: small pages in the ways that public code declares captchas, or seems to. Each page's captchas are told with their kind, sitekey and
 * action, and nothing else is. With the signals of all pages in hand, every rule of the evidence is left out in turn: some page must then be told
 * wrong. Node, in both browsers. Prints precision and recall per kind.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decide, rules, type Signal } from '../../src/core/evidence.ts';
import type { LeftAlone, LocatedCaptcha } from '../../src/core/captcha-view.ts';
import type { PopupState } from '../../src/protocol/views.ts';
import { askWorker } from './harness/ask-worker.ts';
import { browserName, useLatchkey } from './harness/fixture.ts';
import { tabOf } from './harness/popup.ts';
import { latchkeyEvents, pageErrors } from './harness/watch.ts';
import { openExtensionPage } from './harness/worker.ts';

interface Entry {
  file: string;
  /** What is special about how it is declared, or why it is no captcha. */
  pattern: string;
  /** Where in public code: `owner/name: path`, or an address. */
  seen: string;
  expect: { kind: string; sitekey: string; action?: string }[];
  testKey?: true;
  /** What was in the place of a captcha before, and may have been told then: `kind sitekey`. */
  before?: string[];
  /** What the provider's own script says of such a page, in the console. */
  pageError?: string;
  /** Rule of the evidence that the page is there for. */
  rule?: string;
}

interface Told {
  captchas: readonly LocatedCaptcha[];
  leftAlone: readonly LeftAlone[];
}

const FOLDER = resolve(import.meta.dirname, '../fixtures/corpus');
const entries = JSON.parse(readFileSync(resolve(FOLDER, 'index.json'), 'utf8')) as Entry[];
const SENTINEL = '0x4AAAAAAACorpusSentinel';
const TURNSTILE = 'https://challenges.cloudflare.com/turnstile/v0/api.js';

const latchkey = useLatchkey({ config: { mode: 'ask' } });
const told = new Map<string, Told>();
let sentinel = '';
let own: Page;

beforeAll(async () => {
  own = await openExtensionPage(latchkey.launched, 'src/ui/popup.html?tab=-1');
  sentinel = latchkey.lab.serve(
    `<title>sentinel</title><div id="s"></div><script>function draw() { turnstile.render('#s', { sitekey: '${SENTINEL}' }); }</script>
    <script src="${TURNSTILE}?render=explicit&onload=draw"></script>`,
    { path: '/corpus/sentinel' },
  );
  latchkey.lab.route({
    host: 'site.test',
    path: /^\/(img|images|Main)\//,
    handle: () => ({
      type: 'image/gif',
      body: Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
    }),
  });
});

const name = ({ kind, sitekey, action }: { kind: string; sitekey: string; action?: string }) =>
  [kind, sitekey, ...(action === undefined ? [] : [action])].join(' ');
const plain = ({ expect: wanted }: Entry) =>
  wanted
    .map(({ kind, sitekey }) => `${kind} ${sitekey}`)
    .sort()
    .join();
const namesOf = (list: readonly { kind: string; sitekey: string; action?: string }[]) => list.map(name).sort();

/** A person's own policy against scripts speaks in the console; the corpus has pages with one. */
const isPolicy = (error: string) => /Content.Security.Policy/i.test(error);

test.each(entries)('$file', async (entry) => {
  const { file, expect: wanted, testKey, rule, pageError = 'none', before = [] } = entry;
  const page = await latchkey.openPage(readFileSync(resolve(FOLDER, file), 'utf8'), { path: `/corpus/${file}` });
  const tabId = await tabOf(latchkey, page);
  // A frame that comes when the page has loaded: what its captcha's report follows has been looked at.
  await page.evaluate(
    `document.documentElement.append(Object.assign(document.createElement('iframe'), { src: ${JSON.stringify(sentinel)} }))`,
  );
  let last: Told = { captchas: [], leftAlone: [] };
  const look = async () => {
    const state = (await askWorker(own, 'popupState', { tabId })) as PopupState;
    const captchas = state.captchas.filter(({ sitekey }) => sitekey !== SENTINEL);
    last = { captchas, leftAlone: state.leftAlone };
    // What decides a page is explained, a moment later than what is told.
    const explained = rule === undefined || toldWithout(rule, last).join() !== plain(entry);
    return { done: captchas.length < state.captchas.length && explained, captchas: namesOf(captchas) };
  };
  await expect.poll(look, { timeout: 15_000, interval: 50 }).toEqual({ done: true, captchas: namesOf(wanted) });
  told.set(file, last);
  expect(last.captchas.map((captcha) => captcha.testKey)).toEqual(wanted.map(() => testKey === true));
  // What a page was told once stays so: no kind or key was said that is not the page's.
  const said = latchkeyEvents(page)
    .filter(({ sitekey }) => sitekey !== SENTINEL)
    .map(({ kind, sitekey }) => `${kind} ${sitekey}`);
  expect(
    said.filter((one) => !before.includes(one) && !wanted.some(({ kind, sitekey }) => one === `${kind} ${sitekey}`)),
  ).toEqual([]);
  expect(pageErrors(page).filter((error) => !isPolicy(error) && !error.includes(pageError))).toEqual([]);
});

/** Indices of what would be told of a page if the rule were not there. */
function toldWithout(rule: string, { captchas, leftAlone }: Told): string[] {
  const claims = [
    ...captchas.map(({ why = [], kind, sitekey, id }) => ({ kind, sitekey, why, id })),
    ...leftAlone.map(({ lostTo, ...rest }) => ({ ...rest, id: lostTo })),
  ];
  const places = claims.map(({ id }) =>
    claims.filter((other) => other.id === id && id !== undefined).length > 1
      ? claims.findIndex((other) => other.id === id)
      : null,
  );
  const without = (why: readonly Signal[]) => why.filter(({ id }) => id !== rule && id !== 'rival');
  const verdicts = decide(
    claims.map(({ why }, index) => ({ signals: without(why), place: places[index]! })),
    rule,
  );
  return claims
    .filter((_claim, index) => verdicts[index] === true)
    .map(({ kind, sitekey }) => `${kind} ${sitekey}`)
    .sort();
}

test('every rule of the evidence decides a page: without it, that page is told wrong', () => {
  const wrongWithout = (rule: string) =>
    entries.filter((entry) => toldWithout(rule, told.get(entry.file)!).join() !== plain(entry)).map(({ file }) => file);
  expect(wrongWithout('none')).toEqual([]);
  const deciding = [...rules.filter(({ weight }) => weight !== 0).map(({ id }) => id), 'rival'];
  const table = deciding.map((rule) => ({ rule, pages: wrongWithout(rule) }));
  expect(table.filter(({ pages }) => pages.length === 0)).toEqual([]);
  for (const { file, rule } of entries) if (rule) expect(table.find((row) => row.rule === rule)?.pages).toContain(file);
});

afterAll(() => {
  const kinds = [...new Set(entries.flatMap(({ expect: wanted }) => wanted.map(({ kind }) => kind)))].sort();
  const all = entries.map((entry) => ({
    wanted: namesOf(entry.expect),
    got: namesOf(told.get(entry.file)?.captchas ?? []),
  }));
  const count = (kind: string, list: readonly string[]) => list.filter((one) => one.startsWith(`${kind} `)).length;
  const rows = kinds.map((kind) => {
    const right = all.reduce(
      (sum, { wanted, got }) =>
        sum +
        count(
          kind,
          got.filter((one) => wanted.includes(one)),
        ),
      0,
    );
    const there = all.reduce((sum, { wanted }) => sum + count(kind, wanted), 0);
    const claimed = all.reduce((sum, { got }) => sum + count(kind, got), 0);
    return { kind, captchas: there, precision: claimed ? right / claimed : 0, recall: right / there };
  });
  const silent = entries.filter(({ expect: wanted }) => wanted.length === 0);
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const lines = rows.map(
    ({ kind, captchas, precision, recall }) =>
      `${kind.padEnd(30)}${String(captchas).padStart(4)}  precision ${percent(precision).padStart(7)}  recall ${percent(recall).padStart(7)}`,
  );
  const alarms = silent.filter(({ file }) => (told.get(file)?.captchas.length ?? 0) > 0).length;
  console.log(
    [
      `Corpus in ${browserName()}: ${entries.length} pages`,
      ...lines,
      `silent pages ${silent.length}, false alarms ${alarms}`,
    ].join('\n'),
  );
  const output = resolve(import.meta.dirname, '../.output');
  mkdirSync(output, { recursive: true });
  writeFileSync(
    resolve(output, `${browserName()}-corpus.json`),
    JSON.stringify({ rows, told: Object.fromEntries(told) }, null, 1),
  );
});
