/*
 * Latchkey lab: look-alike of reCAPTCHA's main script, not Google's. Page world; LAB is the build (minified letters),
 * language and options. Its behavior was measured on the real script.
 *
 * Order: the methods are assigned while the script runs; everything that calls the page (ready functions, onload, automatic
 * rendering) is one promise job queued after the last assignment. Promise jobs run when the script's stack is empty: after
 * jobs that a hook queued while it saw the assignments, and before the browser fires this script's load event.
 * Served inside one function together with widget.js, which uses the names declared here.
 */
const lab = __LAB__;
const cfg = window.___grecaptcha_cfg;
const record = cfg[Symbol.for('latchkey-lab')];
const widgets = record.widgets;
// Beside a second loader (Enterprise beside classic) there is a second run of this script; each serves the loaders before it.
const loads = record.loads.splice(0);
const keys = [
  'sitekey',
  'type',
  'theme',
  'size',
  'tabindex',
  'callback',
  'expired-callback',
  'error-callback',
  'bind',
  'badge',
  'action',
  's',
  'pool',
  'content-binding',
  'isolated',
  'hl',
  'stoken',
  'preload',
];

function option(name) {
  return lab.options[name] ?? new URLSearchParams(location.search).get(name);
}

function randomName() {
  return Array.from({ length: 12 }, () => Math.floor(Math.random() * 36).toString(36)).join('');
}

function later(error) {
  setTimeout(() => {
    throw error;
  });
}

function call(named, argument) {
  if (!named) return;
  const target = typeof named === 'function' ? named : window[named];
  if (typeof target !== 'function') return console.error(`reCAPTCHA couldn't find user-provided function: ${named}`);
  try {
    target(argument);
  } catch (error) {
    later(error);
  }
}

function watchAnchor(widget) {
  if (option('lab-anchor') !== 'dead') return;
  clearTimeout(widget.timeout);
  widget.timeout = setTimeout(() => {
    widget.textarea.value = '';
  }, 20_500);
}

function copyParams(given) {
  const params = {};
  for (const key of keys) params[key] = null;
  return Object.assign(params, given);
}

function dataParams(element) {
  const params = {};
  for (const key of keys) if (element.hasAttribute(`data-${key}`)) params[key] = element.getAttribute(`data-${key}`);
  return params;
}

function renderV2(api, container, given, inherit) {
  const element = typeof container === 'string' ? document.getElementById(container) : container;
  if (!element || element.nodeType !== 1) throw new Error('reCAPTCHA placeholder element must be an element or id');
  if (record.rendered.has(element)) throw new Error('reCAPTCHA has already been rendered in this element');
  const params = copyParams(inherit ? { ...dataParams(element), ...given } : given);
  if (!params.sitekey) throw new Error('Missing required parameters: sitekey');
  const isButton = /^(BUTTON|INPUT)$/.test(element.tagName);
  if (!isButton && element.firstElementChild) throw new Error('reCAPTCHA placeholder element must be empty');
  let host = element;
  if (isButton) {
    params.bind = element;
    host = makeElement('', '');
    element.parentNode.insertBefore(host, element);
  }
  const invisible = isButton || params.bind !== null || params.size === 'invisible';
  const id = cfg[lab.count]++;
  record.rendered.add(element);
  const widget = addWidget(
    id,
    host,
    params,
    invisible ? 'invisible' : (params.size ?? 'normal'),
    api,
    `g-recaptcha-response${id ? `-${id}` : ''}`,
  );
  const button = typeof params.bind === 'string' ? document.getElementById(params.bind) : params.bind;
  button?.addEventListener('click', (event) => {
    event.preventDefault();
    run(widget, params.action);
  });
  return id;
}

function renderV3(api, sitekey) {
  let id = 100_000;
  while (widgets.has(id)) id += 1;
  const host = makeElement('', '');
  document.body.append(host);
  const widget = addWidget(
    id,
    host,
    copyParams({ sitekey, size: 'invisible' }),
    'invisible',
    api,
    `g-recaptcha-response-${id}`,
  );
  widget.score = true;
}

function find(id) {
  if (id === undefined || id === null) {
    for (const widget of widgets.values()) if (!widget.score) return widget;
    throw new Error('No reCAPTCHA clients exist.');
  }
  const widget = widgets.get(Number(id));
  if (!widget) throw new Error(`Invalid reCAPTCHA client id: ${id}`);
  return widget;
}

/** Asks the anchor frame; settles when (and if) it answers. The result is no Promise instance, only then and catch. */
function run(widget, action) {
  const number = ++widget.calling;
  const promise = new Promise((resolve) => widget.calls.set(number, resolve));
  send(widget, { type: 'execute', call: number, action: action ?? null, score: Boolean(widget.score) });
  return { then: promise.then.bind(promise), catch: promise.catch.bind(promise) };
}

function execute(target, params) {
  if (typeof target !== 'string' || widgets.has(Number(target))) {
    const widget = find(target);
    return run(widget, params?.action ?? widget.params.action);
  }
  for (const widget of widgets.values())
    if (widget.score && widget.params.sitekey === target) return run(widget, params?.action);
  throw new Error(`Invalid site key or not loaded in api.js: ${target}`);
}

function reset(id) {
  const widget = find(id);
  widget.textarea.value = '';
  widget.ready = false;
  widget.queue = [];
  widget.frame.src = anchorUrl(widget);
  watchAnchor(widget);
}

function send(widget, message) {
  if (!widget.ready) return void widget.queue.push(message);
  widget.frame.contentWindow?.postMessage({ lab: 'recaptcha', ...message }, new URL(widget.api).origin);
}

function onMessage(event) {
  if (!event.source || event.data?.lab !== 'recaptcha') return;
  for (const widget of widgets.values()) {
    if (widget.frame.contentWindow === event.source && new URL(widget.api).origin === event.origin)
      return receive(widget, event.data);
  }
}

function receive(widget, message) {
  if (message.type === 'ready') {
    widget.ready = true;
    if (!widget.score) addChallengeFrame(widget);
    for (const queued of widget.queue.splice(0)) send(widget, queued);
  } else if (message.type === 'token') {
    widget.textarea.value = message.token;
    widget.calls.get(message.call)?.(widget.score ? message.token : null);
    widget.calls.delete(message.call);
    if (!widget.score) call(widget.params.callback, message.token);
  } else if (message.type === 'expired') {
    widget.textarea.value = '';
    call(widget.params['expired-callback']);
  }
}

function start() {
  for (const load of loads) if (load.render !== 'explicit' && load.render !== 'onload') renderV3(load.api, load.render);
  cfg[lab.isReady] = true;
  for (const fn of (cfg.fns ?? []).splice(0)) call(fn);
  for (const load of loads) call(load.onload);
  for (const load of loads) if (load.render === 'onload') renderImplicit(load.api);
}

function renderImplicit(api) {
  for (const element of [...document.getElementsByClassName('g-recaptcha')]) {
    try {
      renderV2(api, element, dataParams(element));
    } catch (error) {
      later(error);
    }
  }
}

function whenParsed(fn) {
  if (document.readyState !== 'loading') fn();
  else document.addEventListener('DOMContentLoaded', fn, { once: true });
}

function ready(fn) {
  if (cfg[lab.isReady]) Promise.resolve().then(() => call(fn));
  else (cfg.fns = cfg.fns || []).push(fn);
}

/** The real builds go through an obfuscated dispatcher, which shows in `length` and `name`. */
function exported(fn) {
  const dispatch = function () {
    return fn.apply(this, arguments);
  };
  Object.defineProperty(dispatch, 'length', { value: lab.length, configurable: true });
  return dispatch;
}

function install(target, api) {
  target.render = exported((container, params, inherit) => renderV2(api, container, params, inherit));
  target.reset = exported(reset);
  target.getResponse = exported((id) => find(id).textarea.value);
  target.execute = exported(execute);
  if (lab.pageId) window.grecaptcha.getPageId = exported(() => lab.release);
  target.ready = exported(ready);
}

window.recaptcha = {};
if (lab.enterprise) cfg.enterprise = [...record.apis.keys()];
cfg.clients = cfg.clients || {};
cfg[lab.count] = cfg[lab.count] || 0;
if (!record.listening) window.addEventListener('message', onMessage);
record.listening = true;
for (const [enterprise, api] of record.apis)
  install(enterprise ? window.grecaptcha.enterprise : window.grecaptcha, api);
Promise.resolve().then(() => whenParsed(start));
