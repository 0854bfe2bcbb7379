/**
 * The corpus: small pages in the ways that public code declares captchas, or seems to. Each page's captchas are told with their kind, sitekey and
 * action, and nothing else is. With the signals of all pages in hand, every rule of the evidence is left out in turn: some page must then be told
 * wrong. Node, in both browsers. Prints precision and recall per kind.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decide, rules, type Signal } from '../../src/core/evidence.ts';
import type { LeftAlone, LocatedCaptcha } from '../../src/core/captcha-view.ts';
import { askWorker } from './harness/ask-worker.ts';
import { browserName, useLatchkey } from './harness/fixture.ts';
import { waitUntilJudged } from './harness/judged.ts';
import { usualConfig } from './harness/prepare.ts';
import { tabOf } from './harness/popup.ts';
import { latchkeyEvents, pageErrors, type LatchkeyEvent } from './harness/watch.ts';
import { untilStored } from './harness/worker.ts';

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

const latchkey = useLatchkey({
  config: (lab) => ({ ...usualConfig(lab, 'capzy'), mode: 'ask' }),
  reusesTabs: true,
});
const told = new Map<string, Told>();

beforeAll(() => {
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
const plain = ({ expect: wanted }: Pick<Entry, 'expect'>) =>
  wanted
    .map(({ kind, sitekey }) => `${kind} ${sitekey}`)
    .sort()
    .join();
const namesOf = (list: readonly { kind: string; sitekey: string; action?: string }[]) => list.map(name).sort();

/** A person's own policy against scripts speaks in the console; the corpus has pages with one. */
const isPolicy = (error: string) => /Content.Security.Policy/i.test(error);

/** Pages that are open at a time; each is looked at when it has been judged, and again when all of them have been. */
const OPEN_PAGES = 6;

interface Visit {
  told: Told;
  /** What is told when the other pages of its batch are done too. */
  later: Told;
  events: readonly LatchkeyEvent[];
  errors: readonly string[];
}

async function askTold(tabId: number): Promise<Told> {
  const tab = await latchkey.extensionTab();
  const { captchas, leftAlone } = await askWorker(tab, 'popupState', { tabId });
  return { captchas, leftAlone };
}

/** Opens the page and waits until it has been judged, and until all that is expected is there. */
async function visit({ file, expect: wanted, rule }: Entry) {
  const page = await latchkey.openPage(readFileSync(resolve(FOLDER, file), 'utf8'), { path: `/corpus/${file}` });
  const tabId = await tabOf(latchkey, page);
  await waitUntilJudged(latchkey.launched, tabId);
  let last: Told = { captchas: [], leftAlone: [] };
  const isThere = async () => {
    last = await askTold(tabId);
    const isComplete =
      namesOf(last.captchas).join() === namesOf(wanted).join() &&
      (rule === undefined || toldWithout(rule, last).join() !== plain({ expect: wanted }));
    // Some pages declare their captcha when it comes into view.
    if (!isComplete) await page.bringToFront();
    return isComplete;
  };
  // If it never comes, what is there instead is what the test reports.
  await untilStored(latchkey.launched, file, isThere, 15_000).catch(() => undefined);
  return { page, tabId, told: last };
}

async function visitAll(batch: readonly Entry[]): Promise<Map<string, Visit>> {
  const open = await Promise.all(batch.map(visit));
  const visits = await Promise.all(
    open.map(async ({ page, tabId, told: first }, index) => {
      return [
        batch[index]!.file,
        {
          told: first,
          later: await askTold(tabId),
          events: latchkeyEvents(page),
          errors: pageErrors(page),
        },
      ] as const;
    }),
  );
  await latchkey.closePages();
  return new Map(visits);
}

const batches = Array.from({ length: Math.ceil(entries.length / OPEN_PAGES) }, (_none, index) =>
  entries.slice(index * OPEN_PAGES, (index + 1) * OPEN_PAGES),
);

describe.each(batches.map((batch, index) => [index + 1, batch] as const))('batch %i', (_number, batch) => {
  let visits: Map<string, Visit>;
  beforeAll(async () => {
    visits = await visitAll(batch);
  });

  test.each(batch)('$file', ({ file, expect: wanted, testKey, pageError = 'none', before = [], rule }) => {
    const { told: first, later, events, errors } = visits.get(file)!;
    told.set(file, first);
    expect(namesOf(first.captchas)).toEqual(namesOf(wanted));
    expect(namesOf(later.captchas)).toEqual(namesOf(wanted));
    // What decides a page is explained.
    if (rule !== undefined) expect(toldWithout(rule, later).join()).not.toBe(plain({ expect: wanted }));
    expect(first.captchas.map((captcha) => captcha.testKey)).toEqual(wanted.map(() => testKey === true));
    // What a page was told once stays so: no kind or key was said that is not the page's.
    const said = events.map(({ kind, sitekey }) => `${kind} ${sitekey}`);
    expect(
      said.filter((one) => !before.includes(one) && !wanted.some(({ kind, sitekey }) => one === `${kind} ${sitekey}`)),
    ).toEqual([]);
    expect(errors.filter((error) => !isPolicy(error) && !error.includes(pageError))).toEqual([]);
  });
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
