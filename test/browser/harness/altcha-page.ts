/** A form guarded by the real ALTCHA widget of a version, which keeps what a site can hear of it. Node only. */
import type { Page } from 'puppeteer-core';

export type AltchaVersion = 1 | 2 | 3;

/** What the site heard, and what its form would send. */
export interface AltchaSight {
  /** `statechange` and `verified` in order, without `verifying`: `type state payload`. */
  heard: string[];
  /** Value of the response field, `null` where there is none. */
  field: string | null;
  state: string;
  ticked: boolean;
}

const SCRIPTS = { 1: '/lab/altcha-v1.js', 2: '/lab/altcha-v2.js', 3: '/lab/altcha.js' } as const;

/** The challenge's URL, in the attribute and the format that a version knows. */
export function challengeUrl(version: AltchaVersion): string {
  return version === 3 ? 'challenge="/lab/altcha/challenge"' : 'challengeurl="/lab/altcha/challenge?format=v1"';
}

export function altchaScript(version: AltchaVersion): string {
  return `<script type="module" src="${SCRIPTS[version]}"></script>`;
}

/** @param attributes of each widget, every one in a form of its own that posts to the verifier. */
export function altchaPage(
  version: AltchaVersion,
  attributes: string | readonly string[] = challengeUrl(version),
): string {
  const forms = [attributes]
    .flat()
    .map(
      (one) =>
        `<form action="/lab/verify" method="post"><input name="field" value="x"><altcha-widget ${one}></altcha-widget><button>Send</button></form>`,
    );
  return `<!doctype html><html lang="en"><title>ALTCHA ${version}</title><body>
${forms.join('\n')}
<script>
  window.heard = [];
  for (const widget of document.querySelectorAll('altcha-widget')) {
    for (const type of ['statechange', 'verified']) {
      // The payload is kept as it was at that moment.
      widget.addEventListener(type, ({ detail }) => detail.state === 'verifying' || heard.push([type, detail.state ?? '', detail.payload ?? ''].join(' ')));
    }
  }
</script>
${altchaScript(version)}`;
}

export async function sight(page: Page, index = 0): Promise<AltchaSight> {
  return (await page.evaluate(`(() => {
    const widget = document.querySelectorAll('altcha-widget')[${index}];
    const field = widget.querySelector('input[type=hidden]');
    return { heard, field: field && field.value, state: widget.getState(), ticked: widget.querySelector('input[type=checkbox]').checked };
  })()`)) as AltchaSight;
}

/** Sends a form as its button does, and reads the verifier's answer off the next page. */
export async function send(page: Page, index = 0): Promise<string> {
  await page.evaluate(`document.querySelectorAll('form button:not([type=button])')[${index}].click()`);
  const verdict = await page.waitForSelector('[data-verdict] #verdict');
  return String(await verdict?.evaluate((element) => element.textContent));
}
