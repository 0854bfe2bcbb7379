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

/** @param name of the form, by which the functions below know it. */
const formOf = (name: number, attributes: string): string =>
  `<form id="form-${name}" action="/lab/verify" method="post" target="answer"><input name="field" value="x"><altcha-widget ${attributes}></altcha-widget><button>Send</button></form>`;

/** @param attributes of each widget, every one in a form of its own that posts to the verifier; its answer comes into a frame, and the page stays. */
export function altchaPage(
  version: AltchaVersion,
  attributes: string | readonly string[] = challengeUrl(version),
): string {
  return `<!doctype html><html lang="en"><title>ALTCHA ${version}</title><body>
${[attributes]
  .flat()
  .map((one, index) => formOf(index, one))
  .join('\n')}
<iframe name="answer" hidden></iframe>
<script>
  window.heard = [];
  window.hear = (form) => {
    for (const type of ['statechange', 'verified']) {
      // The payload is kept as it was at that moment.
      form.querySelector('altcha-widget').addEventListener(type, ({ detail }) => detail.state === 'verifying' ||
        heard.push({ form: form.id, text: [type, detail.state ?? '', detail.payload ?? ''].join(' ') }));
    }
  };
  [...document.forms].forEach(hear);
</script>
${altchaScript(version)}`;
}

/** Puts one more form in front of the others. */
export async function addForm(page: Page, name: number, attributes: string): Promise<void> {
  await page.evaluate(`document.body.insertAdjacentHTML('afterbegin', ${JSON.stringify(formOf(name, attributes))});
    hear(document.body.firstElementChild);`);
}

export async function heardOf(page: Page, form: number): Promise<string[]> {
  return (await page.evaluate(
    `heard.filter((one) => one.form === 'form-${form}').map(({ text }) => text)`,
  )) as string[];
}

export async function sight(page: Page, form = 0): Promise<AltchaSight> {
  const seen = (await page.evaluate(`(() => {
    const widget = document.querySelector('#form-${form} altcha-widget');
    const field = widget.querySelector('input[type=hidden]');
    return { field: field && field.value, state: widget.getState(), ticked: widget.querySelector('input[type=checkbox]').checked };
  })()`)) as Omit<AltchaSight, 'heard'>;
  return { heard: await heardOf(page, form), ...seen };
}

/** Sends a form as its button does, and reads the verifier's answer. */
export async function send(page: Page, form = 0): Promise<string> {
  return (await page.evaluate(`new Promise((resolve) => {
    const answer = document.querySelector('[name=answer]');
    answer.addEventListener('load', () => resolve(answer.contentDocument.querySelector('[data-verdict] #verdict')?.textContent ?? 'no answer'), { once: true });
    document.querySelector('#form-${form} > button').click();
  })`)) as string;
}
