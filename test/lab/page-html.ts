/**
 * Markup and styling of the lab's own pages. Node only; strings in, strings out.
 * The form's script runs in the page: it gathers the form as a site would and asks the verifier on its own host.
 */
import type { DemoForm } from './pages.ts';

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2230; --soft: #5b6478; --ground: #f3f5f9; --card: #fff; --line: #d5dae4; --mark: #2f5fd0; --good: #14733c; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf2; --soft: #a3acc0; --ground: #12151c; --card: #1b2029; --line: #343c4b; --mark: #8fb0ff; --good: #6fd69a; --bad: #ff9d94; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); display: grid; place-content: start center; padding: 2rem 1rem; }
main { width: min(30rem, calc(100vw - 2rem)); background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.75rem; }
.lab { margin: 0 0 1rem; font-size: .85rem; color: var(--soft); }
h1 { margin: 0 0 1rem; font-size: 1.4rem; line-height: 1.25; }
form { display: grid; gap: 1rem; }
label { display: grid; gap: .3rem; font-weight: 600; }
input[type=text] { font: inherit; color: inherit; background: transparent; padding: .55rem .7rem; border: 1px solid var(--soft); border-radius: 8px; }
button[type=submit] { font: inherit; font-weight: 600; padding: .6rem 1rem; border: 0; border-radius: 8px; color: var(--card); background: var(--mark); cursor: pointer; }
:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; }
#verdict { margin: 1rem 0 0; min-height: 1.5em; font-weight: 600; }
[data-verdict=accepted] #verdict { color: var(--good); }
[data-verdict=refused] #verdict { color: var(--bad); }
ul { margin: 0; padding: 0; list-style: none; display: grid; }
li + li { border-top: 1px solid var(--line); }
li a { display: flex; justify-content: space-between; gap: 1rem; padding: .6rem 0; color: var(--mark); }
code { color: var(--soft); font-size: .85rem; }
`;

function shell(title: string, head: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Latchkey lab</title>
<style>${STYLE}</style>
${head}
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;
}

/** Runs before the provider's script, so that callbacks named in the markup are there. */
function pageScript({ provider, sitekey, action = '', script }: DemoForm): string {
  return `
const form = document.querySelector('form');
const verdict = document.querySelector('#verdict');
function show(state, words) {
  document.body.dataset.verdict = state;
  verdict.textContent = words;
}
async function verify(data) {
  data.set('provider', '${provider}');
  data.set('sitekey', '${sitekey}');
  if ('${action}') data.set('action', '${action}');
  show('pending', 'Checking…');
  const answer = await fetch('/lab/verify', { method: 'POST', body: new URLSearchParams(data) });
  const { success, reason } = await answer.json();
  show(success ? 'accepted' : 'refused', success ? 'accepted' : 'refused: ' + reason);
}
function submitToken(token) {
  const data = new FormData(form);
  data.set('response', token);
  return verify(data);
}
form.addEventListener('submit', (event) => {
  event.preventDefault();
  verify(new FormData(form));
});
${script}
`;
}

/** A form guarded by one captcha. */
export function formPage(form: DemoForm): string {
  const { kind, title, label, button, widget, buttonAttributes = '', loader } = form;
  return shell(
    title,
    '',
    `<p class="lab">Latchkey lab: test page for <code>${kind}</code>. Nothing you type leaves this computer. <a href="/">All pages</a></p>
<h1>${title}</h1>
<form action="/lab/verify" method="post">
<label>${label} <input type="text" name="field" autocomplete="off"></label>
${widget}
<button type="submit" ${buttonAttributes}>${button}</button>
</form>
<p id="verdict" role="status"></p>
<script>${pageScript(form)}</script>
${loader}`,
  );
}

export function listPage(forms: readonly DemoForm[]): string {
  const items = forms
    .map(({ kind, title, url }) => `<li><a href="${url}">${title} <code>${kind}</code></a></li>`)
    .join('\n');
  return shell(
    'Test pages',
    '',
    `<p class="lab">Latchkey lab: look-alike captchas on this computer, with nothing behind them but this lab.</p>
<h1>Test pages</h1>
<ul>
${items}
</ul>`,
  );
}
