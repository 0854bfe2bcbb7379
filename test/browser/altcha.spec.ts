/**
 * ALTCHA with `proofOfWork: service`: the real widgets of versions 1, 2 and 3, payloads bought from the lab's service, which does the real proof
 * of work, and judged by altcha-lib on the lab's server. Node, in both browsers.
 */
import { beforeEach, describe, expect, test } from 'vitest';
import { altchaPage, altchaScript, challengeUrl, send, sight, type AltchaVersion } from './harness/altcha-page.ts';
import { useLatchkey } from './harness/fixture.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({ config: { proofOfWork: 'service', sites: { 'ask.test': 'ask' } } });
const versions: readonly AltchaVersion[] = [1, 2, 3];
let before = 0;

beforeEach(() => {
  // Polling is another spec's business: createTask answers with the solution.
  latchkey.lab.service.pace = 'sync';
  before = latchkey.lab.service.tasks.length;
});

function bought(): Record<string, unknown>[] {
  return latchkey.lab.service.tasks.slice(before).map(({ task }) => task);
}

describe.each(versions)('version %i', (version) => {
  test('a bought payload is in the form, the widget shows as verified and says so once, and the server accepts it', async () => {
    const page = await latchkey.openPage(altchaPage(version));
    const { kind, sitekey } = await waitForState(page, 'solved');
    expect([kind, sitekey]).toEqual(['altcha', '']);
    const { heard, field, state, ticked } = await sight(page);
    expect({ state, ticked }).toEqual({ state: 'verified', ticked: true });
    expect(heard).toEqual([`statechange verified ${field}`, `verified  ${field}`]);
    expect(bought()).toEqual([{ type: 'AltchaTaskProxyLess', websiteURL: page.url() }]);
    expect(await send(page)).toBe('accepted');
    expect(pageErrors(page)).toEqual([]);
  });

  test('a challenge in the markup, and a field of another name', async () => {
    const challenge = await latchkey.lab.verifier.altcha.challenge('site.test', version === 3 ? 'v3' : 'v1');
    const attribute = version === 3 ? 'challenge' : 'challengejson';
    const page = await latchkey.openPage(
      altchaPage(version, `${attribute}='${JSON.stringify(challenge)}' name="proof"`),
    );
    await waitForState(page, 'solved');
    const sent =
      await page.evaluate(`fetch('/lab/verify', { method: 'POST', body: new URLSearchParams({ provider: 'altcha',
      response: new FormData(document.querySelector('form')).get('proof') }) }).then((answer) => answer.json())`);
    expect(sent).toMatchObject({ success: true });
  });

  test('several widgets: each has a payload of its own', async () => {
    const page = await latchkey.openPage(
      altchaPage(version, [challengeUrl(version), challengeUrl(version), challengeUrl(version)]),
    );
    await expect
      .poll(
        () =>
          new Set(
            latchkeyEvents(page)
              .filter(({ state }) => state === 'solved')
              .map(({ id }) => id),
          ).size,
        { timeout: 20_000 },
      )
      .toBe(3);
    const fields = await Promise.all([0, 1, 2].map(async (index) => (await sight(page, index)).field));
    expect(new Set(fields).size).toBe(3);
    expect(bought()).toHaveLength(3);
    expect(await send(page, 1)).toBe('accepted');
  });

  test('a widget that starts on submit lets the form go with the bought payload', async () => {
    const page = await latchkey.openPage(altchaPage(version, `${challengeUrl(version)} auto="onsubmit"`));
    await waitForState(page, 'solved');
    const { field } = await sight(page);
    const posted = latchkey.lab.waitForRequest(
      ({ url, method }) => method === 'POST' && url.pathname === '/lab/verify',
      { from: latchkey.lab.requests.length },
    );
    expect(await send(page)).toBe('accepted');
    expect(new URLSearchParams((await posted).body).get('altcha')).toBe(field);
  });

  test.each(
    version === 3
      ? ['display="floating"', 'display="overlay"', 'display="bar"']
      : version === 2
        ? ['floating', 'overlay="true"']
        : ['floating'],
  )('%s: solved, and nothing is left over the page', async (look) => {
    const page = await latchkey.openPage(altchaPage(version, `${challengeUrl(version)} ${look}`));
    await waitForState(page, 'solved');
    if (look.includes('overlay')) {
      const covering =
        await page.evaluate(`[...document.querySelectorAll("altcha-widget *, .altcha-overlay-backdrop")].filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return element.checkVisibility() && width >= innerWidth && height >= innerHeight;
      }).length`);
      expect(covering).toBe(0);
    }
    expect(await send(page)).toBe('accepted');
  });

  test('reset by the page: the payload is gone from form and widget, and a person can still solve it', async () => {
    const page = await latchkey.openPage(altchaPage(version));
    const { id } = await waitForState(page, 'solved');
    const from = latchkeyEvents(page).length;
    await page.evaluate(`document.querySelector('form').reset()`);
    await waitForState(page, 'detected', { id, from });
    const { field, state, ticked } = await sight(page);
    expect({ field: field ?? '', state, ticked }).toEqual({ field: '', state: 'unverified', ticked: false });
    await page.click('altcha-widget input[type=checkbox]');
    await waitForState(page, 'solved', { id, from });
    expect(bought()).toHaveLength(1);
    expect(await send(page)).toBe('accepted');
  });

  test('solved by hand in ask mode: nothing is bought', async () => {
    const page = await latchkey.openPage(altchaPage(version), { host: 'ask.test' });
    await waitForState(page, 'detected');
    await page.click('altcha-widget input[type=checkbox]');
    await waitForState(page, 'solved');
    expect(bought()).toEqual([]);
    expect(await send(page)).toBe('accepted');
  });

  test('after a failed solve the widget works by hand', async () => {
    latchkey.lab.service.fault('createTask', 'ERROR_CAPTCHA_UNSOLVABLE', { times: 20 });
    const page = await latchkey.openPage(altchaPage(version));
    await waitForState(page, 'failed');
    latchkey.lab.service.clearFaults();
    const before = await sight(page);
    expect({ ...before, field: before.field ?? '' }).toEqual({
      heard: [],
      field: '',
      state: 'unverified',
      ticked: false,
    });
    await page.click('altcha-widget input[type=checkbox]');
    await waitForState(page, 'solved');
    expect(await send(page)).toBe('accepted');
  });

  test('removed while it is being solved: cancelled, and no error in the page', async () => {
    latchkey.lab.service.pace = 'manual';
    const page = await latchkey.openPage(altchaPage(version));
    await latchkey.lab.service.waitForTask(undefined, { from: before });
    await page.evaluate(`document.querySelector('altcha-widget').remove()`);
    await waitForState(page, 'cancelled');
    await latchkey.lab.service.finish();
    expect(await page.evaluate('heard')).toEqual([]);
    expect(pageErrors(page)).toEqual([]);
  });
});

test('in an open shadow root, added by script after the page has loaded', async () => {
  const page = await latchkey.openPage(
    `<!doctype html><title>Shadow</title><!-- /lab/altcha/challenge --><div id="host"></div>${altchaScript(3)}`,
  );
  await page.waitForFunction('customElements.get("altcha-widget") && document.readyState === "complete"');
  await page.evaluate(`document.querySelector('#host').attachShadow({ mode: 'open' }).innerHTML =
    '<form><altcha-widget ${challengeUrl(3)}></altcha-widget></form>';
    // A shadow root attached to an element that was there before is seen with the next change of the document.
    document.body.append(document.querySelector('#host'));`);
  await waitForState(page, 'solved');
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

test('in a frame of another origin: the frame’s own URL is what the service is told', async () => {
  const inner = latchkey.lab.serve(altchaPage(3), { host: 'inner.test' });
  const page = await latchkey.openPage(`<!doctype html><title>Outer</title><iframe src="${inner}"></iframe>`);
  const { frame } = await waitForState(page, 'solved');
  expect(frame).toBe(inner);
  expect(bought()).toEqual([{ type: 'AltchaTaskProxyLess', websiteURL: inner }]);
});

test('moved within the page after it was solved: solved again, since the widget starts anew', async () => {
  const page = await latchkey.openPage(altchaPage(3));
  const { id } = await waitForState(page, 'solved');
  const from = latchkeyEvents(page).length;
  await page.evaluate(
    `{ const widget = document.querySelector('altcha-widget'); widget.remove(); setTimeout(() => document.querySelector('form').prepend(widget), 0); }`,
  );
  const again = await waitForState(page, 'solved', { from });
  expect(again.id).not.toBe(id);
  expect(await send(page)).toBe('accepted');
});

test('configured to answer by cookie: the payload is in the cookie', async () => {
  const page = await latchkey.openPage(
    altchaPage(3, `${challengeUrl(3)} configuration='{"setCookie":{"name":"proof","path":"/lab"}}'`),
  );
  await waitForState(page, 'solved');
  const cookies =
    await page.evaluate(`new Promise((resolve) => { const frame = document.body.appendChild(document.createElement('iframe'));
    frame.src = '/lab/verify'; frame.onload = () => resolve(frame.contentDocument.cookie); })`);
  const payload = decodeURIComponent(/proof=([^;]*)/.exec(String(cookies))?.[1] ?? '');
  expect((await latchkey.lab.verifier.verify('altcha', payload, { sitekey: '', host: 'site.test' })).ok).toBe(true);
});

test('a page whose own element stands under the name, and throws: the form still has the payload', async () => {
  const page = await latchkey.openPage(`<!doctype html><title>Hostile</title><!-- /lab/altcha/challenge --><script>
    customElements.define('altcha-widget', class extends HTMLElement {
      connectedCallback() { this.innerHTML = '<input type=hidden name=altcha>'; }
      setState() { throw new Error('no'); }
      get getState() { throw new Error('no'); }
      get getConfiguration() { throw new Error('no'); }
    });
  </script><form><altcha-widget challenge="/lab/altcha/challenge"></altcha-widget></form>`);
  await waitForState(page, 'solved');
  const payload = String(await page.evaluate(`document.querySelector('[name=altcha]').value`));
  expect((await latchkey.lab.verifier.verify('altcha', payload, { sitekey: '', host: 'site.test' })).ok).toBe(true);
  expect(pageErrors(page)).toEqual([]);
});
