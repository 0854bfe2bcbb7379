/**
 * ALTCHA with `proofOfWork: service`: the real widgets of versions 1, 2 and 3, payloads bought from the lab's service, which does the real proof
 * of work, and judged by altcha-lib on the lab's server. The tests of a version share a page on which each has a widget of its own: first the
 * site asks, then it is automatic. Node, in both browsers.
 */
import type { Page } from 'puppeteer-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  addForm,
  altchaPage,
  altchaScript,
  challengeUrl,
  heardOf,
  send,
  sight,
  type AltchaVersion,
} from './harness/altcha-page.ts';
import { askWorker } from './harness/ask-worker.ts';
import { useLatchkey } from './harness/fixture.ts';
import { usualConfig } from './harness/prepare.ts';
import { until } from './harness/until.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({
  reusesTabs: true,
  config: (lab) => ({ accounts: usualConfig(lab).accounts, events: true, proofOfWork: 'service' }),
  keepsPages: true,
});
const versions: readonly AltchaVersion[] = [1, 2, 3];
const LOOKS: Record<AltchaVersion, readonly string[]> = {
  1: ['floating'],
  2: ['floating', 'overlay="true"'],
  3: ['display="floating"', 'display="overlay"', 'display="bar"'],
};
/** Forms of a version's page; the looks have the numbers after them. */
const HAND = 0;
const RESET = 1;
const PLAIN = 2;
const MARKUP = 3;
const ONSUBMIT = 4;
const FIRST_LOOK = 5;
/** Forms that come later. */
const FAILING = 90;
const REMOVED = 91;

let page: Page;
let before = 0;

// Polling is another spec's business: createTask answers with the solution.
const answerAtOnce = () => void (latchkey.lab.service.pace = 'sync');
beforeAll(answerAtOnce);
afterEach(() => {
  latchkey.lab.service.clearFaults();
  answerAtOnce();
});

function bought(): Record<string, unknown>[] {
  return latchkey.lab.service.tasks.slice(before).map(({ task }) => task);
}

/** As the popup does for its user; documents of the site hear of it. */
async function setMode(mode: 'ask' | 'auto'): Promise<void> {
  const changed = await askWorker(await latchkey.extensionTab(), 'setSiteMode', { site: 'site.test', mode });
  if (!changed.ok) throw new Error(JSON.stringify(changed));
}

/** For hooks, where `expect.poll` is not to be had. */
async function untilSolved(count: number, from = 0): Promise<void> {
  await until(`${count} widgets are solved`, async () => {
    const solved = latchkeyEvents(page)
      .slice(from)
      .filter(({ state }) => state === 'solved');
    return new Set(solved.map(({ id }) => id)).size === count;
  });
}

async function tickByHand(form: number): Promise<void> {
  await page.bringToFront();
  await page.click(`#form-${form} altcha-widget input[type=checkbox]`);
}

async function openVersion(version: AltchaVersion): Promise<void> {
  await latchkey.closePages();
  await setMode('ask');
  before = latchkey.lab.service.tasks.length;
  const url = challengeUrl(version);
  const challenge = await latchkey.lab.verifier.altcha.challenge('site.test', version === 3 ? 'v3' : 'v1');
  const markup = `${version === 3 ? 'challenge' : 'challengejson'}='${JSON.stringify(challenge)}' name="proof"`;
  const looks = LOOKS[version].map((look) => `${url} ${look}`);
  page = await latchkey.openPage(altchaPage(version, [url, url, url, markup, `${url} auto="onsubmit"`, ...looks]));
}

describe.each(versions)('version %i', (version) => {
  const forms = FIRST_LOOK + LOOKS[version].length;
  const automatic = Array.from({ length: forms - 1 }, (_one, index) => index + 1);

  beforeAll(() => openVersion(version));

  test('solved by hand in ask mode: nothing is bought', async () => {
    await expect.poll(() => latchkeyEvents(page).filter(({ state }) => state === 'detected').length).toBe(forms);
    await tickByHand(HAND);
    await waitForState(page, 'solved');
    expect(bought()).toEqual([]);
    expect(await send(page, HAND)).toBe('accepted');
  });

  describe('once the site is automatic', () => {
    beforeAll(async () => {
      const from = latchkeyEvents(page).length;
      // In the very moment of the delivery; a later reset has another one bought.
      await page.evaluate(`document.querySelector('#form-${RESET}').addEventListener('latchkey', function reset({ detail }) {
        if (detail.state !== 'solved') return;
        this.removeEventListener('latchkey', reset, true);
        window.beforeReset = { id: detail.id, value: new FormData(this).get('altcha') };
        this.reset();
      }, true)`);
      await setMode('auto');
      await untilSolved(forms - 1, from);
    });

    test('a bought payload is in the form, the widget shows as verified and says so once, and the server accepts it', async () => {
      const told = latchkeyEvents(page).map(({ kind, sitekey }) => `${kind} ${sitekey}`);
      expect([...new Set(told)]).toEqual(['altcha ']);
      const { heard, field, state, ticked } = await sight(page, PLAIN);
      expect({ state, ticked }).toEqual({ state: 'verified', ticked: true });
      expect(heard).toEqual([`statechange verified ${field}`, `verified  ${field}`]);
      expect(await send(page, PLAIN)).toBe('accepted');
      expect(pageErrors(page)).toEqual([]);
    });

    test('a challenge in the markup, and a field of another name', async () => {
      const sent =
        await page.evaluate(`fetch('/lab/verify', { method: 'POST', body: new URLSearchParams({ provider: 'altcha',
      response: new FormData(document.querySelector('#form-${MARKUP}')).get('proof') }) }).then((answer) => answer.json())`);
      expect(sent).toMatchObject({ success: true });
    });

    test('several widgets: each has a payload of its own', async () => {
      const fields = await Promise.all(
        automatic.filter((form) => form !== RESET).map(async (form) => (await sight(page, form)).field),
      );
      expect(fields.every(Boolean)).toBe(true);
      expect(new Set(fields).size).toBe(forms - 2);
      expect(bought()).toEqual(automatic.map(() => ({ type: 'AltchaTaskProxyLess', websiteURL: page.url() })));
    });

    test('a widget that starts on submit lets the form go with the bought payload', async () => {
      const { field } = await sight(page, ONSUBMIT);
      const posted = latchkey.lab.waitForRequest(
        ({ url, method }) => method === 'POST' && url.pathname === '/lab/verify',
        { from: latchkey.lab.requests.length },
      );
      expect(await send(page, ONSUBMIT)).toBe('accepted');
      expect(new URLSearchParams((await posted).body).get('altcha')).toBe(field);
    });

    test.each(LOOKS[version].map((look, index) => ({ look, form: FIRST_LOOK + index })))(
      '$look: solved, and nothing is left over the page',
      async ({ look, form }) => {
        if (look.includes('overlay')) {
          const covering =
            await page.evaluate(`[...document.querySelectorAll("altcha-widget *, .altcha-overlay-backdrop")].filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return element.checkVisibility() && width >= innerWidth && height >= innerHeight;
      }).length`);
          expect(covering).toBe(0);
        }
        expect(await send(page, form)).toBe('accepted');
      },
    );

    test('reset by the page: the payload is gone from form and widget, and a person can still solve it', async () => {
      const { id, value } = (await page.evaluate('beforeReset')) as { id: string; value: string };
      expect(value.length).toBeGreaterThan(100);
      const from = latchkeyEvents(page).findIndex((event) => event.id === id && event.state === 'solved') + 1;
      await waitForState(page, 'detected', { id, from });
      const { field, state, ticked } = await sight(page, RESET);
      expect({ field: field ?? '', state, ticked }).toEqual({ field: '', state: 'unverified', ticked: false });
      await tickByHand(RESET);
      await waitForState(page, 'solved', { id, from });
      expect(bought()).toHaveLength(forms - 1);
      expect(await send(page, RESET)).toBe('accepted');
    });

    test('after a failed solve the widget works by hand', async () => {
      latchkey.lab.service.fault('createTask', 'ERROR_CAPTCHA_UNSOLVABLE', { times: 20 });
      const from = latchkeyEvents(page).length;
      await addForm(page, FAILING, challengeUrl(version));
      const { id } = await waitForState(page, 'failed', { from });
      latchkey.lab.service.clearFaults();
      const seen = await sight(page, FAILING);
      expect({ ...seen, field: seen.field ?? '' }).toEqual({
        heard: [],
        field: '',
        state: 'unverified',
        ticked: false,
      });
      await tickByHand(FAILING);
      await waitForState(page, 'solved', { id, from });
      expect(await send(page, FAILING)).toBe('accepted');
    });

    test('removed while it is being solved: cancelled, and no error in the page', async () => {
      latchkey.lab.service.pace = 'manual';
      const from = latchkeyEvents(page).length;
      const tasks = latchkey.lab.service.tasks.length;
      await addForm(page, REMOVED, challengeUrl(version));
      await latchkey.lab.service.waitForTask(undefined, { from: tasks });
      await page.evaluate(`document.querySelector('#form-${REMOVED} altcha-widget').remove()`);
      await waitForState(page, 'cancelled', { from });
      await latchkey.lab.service.finish();
      expect(await heardOf(page, REMOVED)).toEqual([]);
      expect(pageErrors(page)).toEqual([]);
    });
  });
});

describe('on a site that is automatic from the start', () => {
  const MOVED = 0;
  const COOKIE = 1;

  beforeAll(async () => {
    await latchkey.closePages();
    await setMode('auto');
    before = latchkey.lab.service.tasks.length;
    const cookie = `${challengeUrl(3)} configuration='{"setCookie":{"name":"proof","path":"/lab"}}'`;
    page = await latchkey.openPage(altchaPage(3, [challengeUrl(3), cookie]));
    await untilSolved(2);
  });

  test('configured to answer by cookie: the payload is in the cookie', async () => {
    expect((await sight(page, COOKIE)).state).toBe('verified');
    const cookies =
      await page.evaluate(`new Promise((resolve) => { const frame = document.body.appendChild(document.createElement('iframe'));
    frame.src = '/lab/verify'; frame.onload = () => resolve(frame.contentDocument.cookie); })`);
    const payload = decodeURIComponent(/proof=([^;]*)/.exec(String(cookies))?.[1] ?? '');
    expect((await latchkey.lab.verifier.verify('altcha', payload, { sitekey: '', host: 'site.test' })).ok).toBe(true);
  });

  test('moved within the page after it was solved: solved again, since the widget starts anew', async () => {
    const from = latchkeyEvents(page).length;
    const known = latchkeyEvents(page).map(({ id }) => id);
    await page.evaluate(
      `{ const form = document.querySelector('#form-${MOVED}'); const widget = form.querySelector('altcha-widget'); widget.remove(); setTimeout(() => form.prepend(widget), 0); }`,
    );
    const again = await waitForState(page, 'solved', { from });
    expect(known).not.toContain(again.id);
    expect(await send(page, MOVED)).toBe('accepted');
  });

  test('in a frame of another origin: the frame’s own URL is what the service is told', async () => {
    before = latchkey.lab.service.tasks.length;
    const inner = latchkey.lab.serve(altchaPage(3), { host: 'inner.test' });
    page =
      await latchkey.openPage(`<!doctype html><title>Outer</title><!-- /lab/altcha/challenge --><div id="host"></div>
      <iframe src="${inner}"></iframe>${altchaScript(3)}`);
    const { frame } = await waitForState(page, 'solved');
    expect(frame).toBe(inner);
    expect(bought()).toEqual([{ type: 'AltchaTaskProxyLess', websiteURL: inner }]);
  });

  test('in an open shadow root of the frame’s page, added by script after the page has loaded', async () => {
    const from = latchkeyEvents(page).length;
    await page.waitForFunction('customElements.get("altcha-widget") && document.readyState === "complete"');
    await page.evaluate(`document.querySelector('#host').attachShadow({ mode: 'open' }).innerHTML =
    '<form><altcha-widget ${challengeUrl(3)}></altcha-widget></form>';
    // A shadow root attached to an element that was there before is seen with the next change of the document.
    document.body.append(document.querySelector('#host'));`);
    await waitForState(page, 'solved', { from });
    const payload = await page.evaluate(
      `new FormData(document.querySelector('#host').shadowRoot.querySelector('form')).get('altcha')`,
    );
    expect(String(payload)).toHaveLength(
      Number(
        await page.evaluate(`document.querySelector('#host').shadowRoot.querySelector('[name=altcha]').value.length`),
      ),
    );
    expect(String(payload).length).toBeGreaterThan(100);
  });

  test('a page whose own element stands under the name, and throws: the form still has the payload', async () => {
    const hostile = await latchkey.openPage(`<!doctype html><title>Hostile</title><!-- /lab/altcha/challenge --><script>
    customElements.define('altcha-widget', class extends HTMLElement {
      connectedCallback() { this.innerHTML = '<input type=hidden name=altcha>'; }
      setState() { throw new Error('no'); }
      get getState() { throw new Error('no'); }
      get getConfiguration() { throw new Error('no'); }
    });
  </script><form><altcha-widget challenge="/lab/altcha/challenge"></altcha-widget></form>`);
    await waitForState(hostile, 'solved');
    const payload = String(await hostile.evaluate(`document.querySelector('[name=altcha]').value`));
    expect((await latchkey.lab.verifier.verify('altcha', payload, { sitekey: '', host: 'site.test' })).ok).toBe(true);
    expect(pageErrors(hostile)).toEqual([]);
  });
});
