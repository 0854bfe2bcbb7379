/*
 * Latchkey lab: look-alike of CaptchaFox's api.js, not theirs. Page world. Its real script could not be run: that getResponse answers from the
 * widget's own state, and not from the field, is an assumption. From what the vendor's own React wrapper (1.13) relies on: remove() of what is not
 * there does nothing, and a container has exactly one child once a widget is in it.
 */
const origin = 'https://cdn.captchafox.com';
const query = new URL(document.currentScript?.src ?? `${origin}/api.js`).searchParams;
const widgets = new Map();

function option(widget, param, attribute = param) {
  return widget.params[param] ?? widget.container.getAttribute(`data-${attribute}`) ?? undefined;
}

function settle(widget, token) {
  widget.token = token;
  widget.field.value = token;
  for (const resolve of widget.waiting.splice(0)) resolve(token);
  labCall(option(widget, 'onVerify', 'callback'), token);
}

function render(target, params = {}) {
  const container =
    typeof target === 'string' ? document.querySelector(/^[#.]/.test(target) ? target : `#${target}`) : target;
  if (!container) throw new Error('[CaptchaFox] container not found');
  const id = `cf-${Math.random().toString(36).slice(2, 10)}`;
  const widget = { id, container, params, token: '', waiting: [], field: labHidden('cf-captcha-response') };
  const sitekey = option(widget, 'sitekey');
  if (!sitekey) throw new Error('[CaptchaFox] sitekey missing');
  widget.frame = labFrame({ origin, sitekey, title: 'CaptchaFox', done: (token) => settle(widget, token) });
  widget.frame.hidden = option(widget, 'mode') === 'hidden';
  widget.box = document.createElement('div');
  widget.box.append(widget.frame, widget.field);
  container.append(widget.box);
  widgets.set(id, widget);
  return id;
}

function find(id) {
  const widget = id === undefined ? widgets.values().next().value : widgets.get(id);
  if (!widget) throw new Error('[CaptchaFox] widget not found');
  return widget;
}

window.captchafox = {
  render,
  getResponse: (id) => find(id).token,
  reset(id) {
    const widget = find(id);
    widget.token = widget.field.value = '';
  },
  remove(id) {
    const widget = widgets.get(id);
    widget?.box.remove();
    widgets.delete(id);
  },
  execute(id) {
    const widget = find(id);
    widget.frame.hidden = false;
    return new Promise((resolve) => widget.waiting.push(resolve));
  },
};
labReady(() => {
  labCall(query.get('onload'));
  if (query.get('render') !== 'explicit')
    for (const container of document.querySelectorAll('.captchafox')) render(container);
});
