/*
 * Latchkey lab: look-alike of Prosopo's procaptcha.bundle.js, a module, not theirs. Page world. The field exists only while there is a token, in the
 * closest form, also through a shadow root, and a document has one at a time; `data-*` wins over the option; there is no getResponse. reset() without an
 * id resets every widget.
 */
const origin = 'https://js.prosopo.io';
const widgets = new Map();

function formOf(element) {
  for (let at = element; at; at = at.getRootNode().host) {
    const form = at.closest('form');
    if (form) return form;
  }
  return null;
}

function put(widget, token) {
  for (const old of document.querySelectorAll('[name=procaptcha-response]')) old.remove();
  widget.field = token ? labHidden('procaptcha-response', token) : null;
  if (widget.field) formOf(widget.container)?.append(widget.field);
}

async function render(container, options = {}) {
  const id = `prosopo-${widgets.size + 1}`;
  const { dataset } = container;
  const widget = { container, field: null };
  widget.frame = labFrame({
    origin,
    sitekey: dataset.sitekey ?? options.siteKey,
    title: 'Procaptcha',
    done(token) {
      put(widget, token);
      labCall(dataset.callback ?? options.callback, token);
    },
  });
  if (container.tagName === 'BUTTON') container.after(widget.frame);
  else container.append(widget.frame);
  widgets.set(id, widget);
  return id;
}

const find = (id) => (id === undefined ? widgets.values().next().value : widgets.get(id));

window.procaptcha = {
  ready: (run) => setTimeout(run),
  render,
  reset: (id) => (id === undefined ? widgets.forEach((widget) => put(widget, '')) : put(find(id), '')),
  remove(id) {
    const widget = find(id);
    put(widget, '');
    widget.frame.remove();
  },
  execute: () => document.dispatchEvent(new CustomEvent('procaptcha:execute')),
};
// The bundle reads it from its own address (prosopo/captcha: packages/procaptcha-bundle/src/util/config.ts).
if (new URL(import.meta.url).searchParams.get('render') !== 'explicit')
  labReady(() => {
    for (const container of document.querySelectorAll('.procaptcha[data-sitekey]')) render(container);
  });
