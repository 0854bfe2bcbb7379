/*
 * Latchkey lab: look-alike of hCaptcha's api.js, not theirs. Page world; LAB holds the builds' names. Its
 * behavior was measured on the real script. Served inside one function together with widget.js.
 *
 * Order: window.hcaptcha is assigned once, complete, while the script runs. Everything else (grecaptcha, onload, implicit
 * rendering) is set off by a timer, or by DOMContentLoaded, and so comes after this script's load event.
 */
const lab = __LAB__;
const ownScript = document.currentScript ?? document.querySelector('script[src*="hcaptcha.com/1/"]');
const query = new URL(ownScript?.src || 'https://js.hcaptcha.com/1/api.js').searchParams;
const compat = query.get('recaptchacompat') !== 'off';
const widgets = new Map();
const keys = [
  'hl',
  'sitekey',
  'theme',
  'type',
  'size',
  'tabindex',
  'callback',
  'expired-callback',
  'chalexpired-callback',
  'error-callback',
  'open-callback',
  'close-callback',
  'challenge-container',
  'confirm-nav',
  'orientation',
  'mode',
];
let initialised = false;

function option(name) {
  return query.get(name) ?? new URLSearchParams(location.search).get(name);
}

function call(named, ...values) {
  if (!named) return;
  const target = typeof named === 'function' ? named : window[named];
  if (typeof target !== 'function') return console.log(`[hCaptcha] Callback '${named}' is not defined.`);
  try {
    target(...values);
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
}

function find(id) {
  const widget = id === undefined || id === null ? widgets.values().next().value : widgets.get(id);
  if (widget) return widget;
  throw new Error(id === undefined || id === null ? 'No hCaptcha exists.' : `Invalid hCaptcha id: ${id}`);
}

function readConfig(element, params) {
  const config = {};
  for (const key of keys) {
    const value = params?.[key] || element.getAttribute(`data-${key}`);
    if (value) config[key] = typeof value === 'string' && key === 'sitekey' ? value.trim() : value;
  }
  return config;
}

/** A button can't hold a widget: a hidden copy of its declaration does, and the button's click starts it. */
function standIn(button) {
  const id = makeId();
  button.setAttribute('data-hcaptcha-source-id', id);
  const element = document.createElement('div');
  for (const { name, value } of [...button.attributes]) if (name.startsWith('data-')) element.setAttribute(name, value);
  element.className = 'h-captcha';
  element.setAttribute('data-size', 'invisible');
  element.style.display = 'none';
  button.parentNode.insertBefore(element, button);
  return element;
}

function makeId() {
  return `0${Math.random().toString(36).slice(2, 13).padEnd(10, '0')}`;
}

function render(target, params) {
  if (!initialised) {
    console.warn(
      '[hCaptcha] should not render before js api is fully loaded. `render=explicit` should be used in combination with `onload`.',
    );
  }
  return renderIn(target, params);
}

function renderIn(target, params) {
  const element = typeof target === 'string' ? document.getElementById(target) : target;
  if (!element || element.nodeType !== 1) return void console.log(`[hCaptcha] render: invalid container '${target}'.`);
  const isButton = /^(BUTTON|INPUT)$/.test(element.tagName);
  if (isButton) {
    for (const widget of widgets.values()) if (widget.button === element) return reuse(widget.id);
  }
  const used = element.querySelector('iframe[data-hcaptcha-widget-id]');
  if (used) return reuse(used.dataset.hcaptchaWidgetId);
  const config = readConfig(element, params);
  if (isButton) config.size = 'invisible';
  if (!config.sitekey)
    console.error('[hCaptcha] Missing sitekey - https://docs.hcaptcha.com/configuration#javascript-api');
  const widget = {
    id: makeId(),
    config,
    container: isButton ? standIn(element) : element,
    button: isButton ? element : null,
    response: '',
    key: '',
    data: {},
    ready: false,
    queue: [],
    waiting: [],
    open: false,
  };
  widgets.set(widget.id, widget);
  buildWidget(widget);
  if (isButton) {
    element.addEventListener('click', (event) => {
      event.preventDefault();
      if (widgets.has(widget.id)) start(widget, 'execute');
    });
  }
  return widget.id;
}

function reuse(id) {
  console.error('Only one captcha is permitted per parent container.');
  return id;
}

function send(widget, frame, message) {
  if (frame === widget.challenge && !widget.ready) return void widget.queue.push(message);
  frame.contentWindow?.postMessage(JSON.stringify({ source: 'hcaptcha', id: widget.id, ...message }), frameOrigin);
}

/** Sets the challenge off: by a person's click on the checkbox, or on demand. Only the frame decides what comes of it. */
function start(widget, by) {
  const ask = by === 'execute' && option('lab-native') === 'ask';
  send(widget, widget.challenge, { label: 'challenge-run', by, rqdata: widget.data.rqdata ?? null });
  if (!ask) return;
  showChallenge(widget, true);
  call(widget.config['open-callback']);
}

function execute(first, second) {
  const [id, options] = typeof first === 'object' && first !== null && !second ? [undefined, first] : [first, second];
  const wantsPromise = options?.async === true;
  let widget;
  try {
    widget = find(id);
  } catch (error) {
    if (wantsPromise) return Promise.reject(error);
    throw error;
  }
  if (options?.rqdata) widget.data.rqdata = options.rqdata;
  const promise = wantsPromise ? new Promise((resolve, reject) => widget.waiting.push({ resolve, reject })) : undefined;
  start(widget, 'execute');
  return promise;
}

function closeChallenge(widget, reason) {
  if (widget.open) {
    showChallenge(widget, false);
    call(widget.config['close-callback']);
  }
  for (const { reject } of widget.waiting.splice(0)) reject(reason);
}

function reset(id) {
  const widget = find(id);
  fill(widget, '', '');
  closeChallenge(widget, 'challenge-closed');
  send(widget, widget.challenge, { label: 'challenge-reset' });
  send(widget, widget.frame, { label: 'checkbox-status', checked: false });
}

function remove(id) {
  const widget = find(id);
  for (const node of [widget.frame, ...widget.fields, widget.overlay]) node.remove();
  widgets.delete(widget.id);
}

function setData(first, second) {
  const [id, data] = typeof first === 'object' && first !== null && !second ? [undefined, first] : [first, second];
  if (typeof data !== 'object' || data === null) throw new Error('[hCaptcha] invalid data supplied');
  Object.assign(find(id).data, data);
}

function parse(text) {
  try {
    return typeof text === 'string' ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

function onMessage(event) {
  if (!event.source || event.origin !== frameOrigin) return;
  for (const widget of widgets.values()) {
    const fromChallenge = event.source === widget.challenge.contentWindow;
    if (!fromChallenge && event.source !== widget.frame.contentWindow) continue;
    const message = parse(event.data);
    if (message?.source !== 'hcaptcha') return;
    if (!fromChallenge) return void (message.label === 'checkbox-selected' && start(widget, 'hand'));
    receive(widget, message);
  }
}

function receive(widget, { label, contents }) {
  if (label === 'challenge-ready') {
    widget.ready = true;
    for (const queued of widget.queue.splice(0)) send(widget, widget.challenge, queued);
  } else if (label === 'challenge-closed' && contents?.event === 'challenge-passed') {
    fill(widget, contents.response, contents.key);
    if (widget.open) showChallenge(widget, false);
    send(widget, widget.frame, { label: 'checkbox-status', checked: true });
    for (const { resolve } of widget.waiting.splice(0)) resolve({ response: contents.response, key: contents.key });
    call(widget.config.callback, contents.response, contents.key);
  } else if (label === 'challenge-closed') {
    closeChallenge(widget, 'challenge-closed');
  } else if (label === 'challenge-expired') {
    fill(widget, '', '');
    send(widget, widget.frame, { label: 'checkbox-status', checked: false });
    call(widget.config['expired-callback']);
  }
}

function initialise() {
  initialised = true;
  if (compat) window.grecaptcha = window.hcaptcha;
  const onload = query.get('onload');
  if (onload) setTimeout(() => call(onload), 1);
  if (query.get('render') === 'explicit') return;
  const found = document.querySelectorAll(compat ? '.h-captcha, .g-recaptcha' : '.h-captcha');
  for (const element of found) renderIn(element, null);
}

if (window.hcaptcha && window.hcaptcha.render) {
  console.warn('[hCaptcha] hCaptcha has already been loaded. Was this import intentional?');
} else {
  window.Raven = { VERSION: 'lab', captureException() {}, captureMessage() {} };
  window.hcaptcha = {
    render,
    remove,
    execute,
    reset,
    close: (id) => closeChallenge(find(id), 'challenge-closed'),
    setData,
    getResponse: (id) => find(id).response,
    getRespKey: (id) => find(id).key,
  };
  window.addEventListener('message', onMessage);
  if (document.readyState === 'loading')
    document.addEventListener('DOMContentLoaded', () => setTimeout(initialise, 1), { once: true });
  else setTimeout(initialise, 1);
}
