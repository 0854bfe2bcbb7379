/*
 * Latchkey lab: look-alike of Turnstile's api.js, not Cloudflare's. Page world. Its behavior was measured on the real script.
 * Served inside one function together with widget.js.
 *
 * Order: compat's grecaptcha, then the guard, then ONE assignment of window.turnstile, all while the script runs. Implicit
 * rendering and the onload callback come from timers (or DOMContentLoaded), so after this script's load event. The onload
 * callback is called even where the guard refused to install.
 */
const ownScript =
  document.currentScript ?? document.querySelector('script[src*="challenges.cloudflare.com/turnstile/"]');
const query = new URL(ownScript?.src || `${frameOrigin}/turnstile/v0/api.js`).searchParams;
const compat = query.get('compat') === 'recaptcha';
const modern = option('lab-build') !== '2024';
const loadedAsync = Boolean(ownScript?.async || ownScript?.defer);
const widgets = new Map();
/** Taken before a page can replace it. */
const findWidget = Map.prototype.get.bind(widgets);
const waiting = [];
const dataNames = [
  'sitekey',
  'action',
  'callback',
  'error-callback',
  'expired-callback',
  'timeout-callback',
  'before-interactive-callback',
  'after-interactive-callback',
  'unsupported-callback',
  'execution',
  'appearance',
  'theme',
  'language',
  'tabindex',
  'response-field',
  'response-field-name',
  'size',
  'retry',
  'retry-interval',
  'refresh-expired',
  'refresh-timeout',
  'feedback-enabled',
];

class TurnstileError extends Error {
  constructor(message, code) {
    super(`[Cloudflare Turnstile] ${message}.`);
    this.name = 'TurnstileError';
    this.code = code;
  }
}

function option(name) {
  return query.get(name) ?? new URLSearchParams(location.search).get(name);
}

function warn(message) {
  console.warn(`[Cloudflare Turnstile] ${message}`);
}

function call(named, ...values) {
  if (!named) return undefined;
  const target = typeof named === 'function' ? named : window[named];
  if (typeof target !== 'function') return void warn(`Callback "${named}" is not a function.`);
  try {
    return target(...values);
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
    return undefined;
  }
}

function readData(element) {
  const params = {};
  for (const name of dataNames) {
    const value = element.getAttribute(`data-${name}`);
    if (value !== null)
      params[name] = name === 'response-field' || name === 'feedback-enabled' ? value !== 'false' : value;
  }
  if (element.hasAttribute('data-cdata')) params.cData = element.getAttribute('data-cdata');
  return params;
}

function check(params) {
  const { sitekey, action, cData } = params;
  if (typeof sitekey !== 'string') {
    throw new TurnstileError(
      `Invalid or missing type for parameter "sitekey", expected "string", got "${typeof sitekey}"`,
      3588,
    );
  }
  if (!/^[\w-]{3,100}$/.test(sitekey))
    throw new TurnstileError(`Invalid input for parameter "sitekey", got "${sitekey}"`, 3589);
  if (action && !/^[\w-]{0,32}$/.test(action))
    throw new TurnstileError(`Invalid input for parameter "action", got "${action}"`, 3604);
  if (cData && !/^[\w-]{0,255}$/.test(cData))
    throw new TurnstileError(`Invalid input for parameter "cData", got "${cData}"`, 3605);
}

function findContainer(container) {
  if (typeof container === 'string') {
    const element = document.querySelector(container);
    if (!element) throw new TurnstileError(`Unable to find a container for "${container}"`, 3585);
    return element;
  }
  if (container instanceof HTMLElement) return container;
  throw new TurnstileError(
    'Invalid type for parameter "container", expected "selector" or an implementation of "HTMLElement"',
    3586,
  );
}

function render(container, given) {
  const element = findContainer(container);
  const params = { ...readData(element), ...given };
  check(params);
  const existing = widgetIn(element);
  if (existing)
    warn('Turnstile has already been rendered in this container. Did you mean to render it multiple times?');
  if (existing && modern) return existing.id;
  const id = `cf-chl-widget-${Math.random().toString(36).slice(2, 7).padEnd(5, '0')}`;
  const widget = { id, container: element, params, response: undefined, expired: false, executed: false, ready: false };
  widgets.set(id, widget);
  buildWidget(widget);
  return id;
}

function widgetIn(element) {
  for (const widget of widgets.values()) if (widget.container === element && widget.wrapper.isConnected) return widget;
  return undefined;
}

/** By widget id, selector or element; the first widget where nothing is given. */
function find(target) {
  if (target === undefined) return widgets.values().next().value;
  if (typeof target !== 'string') return target instanceof HTMLElement ? widgetIn(target) : undefined;
  return findWidget(target) ?? bySelector(target);
}

function bySelector(selector) {
  try {
    const element = document.querySelector(selector);
    return element ? widgetIn(element) : undefined;
  } catch {
    return undefined;
  }
}

function execute(target, params) {
  let widget = find(target);
  if (!widget) {
    if (params === undefined)
      throw new TurnstileError('Please provide 2 parameters to execute: container and parameters', 43521);
    widget = findWidget(render(target, params));
  }
  if (widget.response !== undefined)
    return warn(
      `Call to execute() on a widget that was already executed (${widget.id}), consider using reset() before execute().`,
    );
  if (widget.executed)
    return warn(
      `Call to execute() on a widget that is already executing (${widget.id}), consider using reset() before execute().`,
    );
  widget.executed = true;
  if (widget.ready) send(widget, { event: 'execute' });
}

function reset(target) {
  const widget = find(target);
  if (!widget) return warn('Nothing to reset found for provided container.');
  reload(widget);
}

function remove(target) {
  const widget = find(target);
  if (!widget) return warn('Nothing to remove found for the provided container.');
  clearTimeout(widget.timer);
  widget.wrapper.remove();
  widgets.delete(widget.id);
}

function send(widget, message) {
  widget.frame.contentWindow?.postMessage(
    { source: 'cloudflare-challenge', widgetId: widget.id, ...message },
    frameOrigin,
  );
}

function onMessage(event) {
  if (!event.source || event.origin !== frameOrigin || event.data?.source !== 'cloudflare-challenge') return;
  const widget = findWidget(event.data.widgetId);
  if (widget && widget.frame.contentWindow === event.source) receive(widget, event.data);
}

function receive(widget, message) {
  const { params } = widget;
  if (message.event === 'init') {
    widget.ready = true;
    const run = widget.executed || params.execution !== 'execute';
    // The real script reports whether someone opened its shadow root; here the frame shows it as data-shadow-closed.
    send(widget, {
      event: 'extraParams',
      run,
      action: params.action,
      cData: params.cData,
      sR: widget.wrapper.shadowRoot === null,
    });
  } else if (message.event === 'interactiveBegin') {
    showFrame(widget, true);
    call(params['before-interactive-callback']);
  } else if (message.event === 'interactiveEnd') {
    call(params['after-interactive-callback']);
  } else if (message.event === 'complete') {
    fill(widget, message.token);
    call(params.callback, message.token);
  } else if (message.event === 'tokenExpired') {
    widget.expired = true;
    call(params['expired-callback'], widget.response);
    if ((params['refresh-expired'] ?? 'auto') === 'auto') reload(widget);
  }
}

function ready(fn) {
  if (loadedAsync)
    throw new TurnstileError(
      'Remove async/defer from the Turnstile api.js script tag before using turnstile.ready()',
      3857,
    );
  if (typeof fn !== 'function')
    throw new TurnstileError(`turnstile.ready() expected a "function" argument, got "${typeof fn}"`, 3841);
  if (document.readyState === 'loading') waiting.push(fn);
  else fn();
}

function implicitRender() {
  const found = document.querySelectorAll(`.cf-turnstile, .cf-challenge${compat ? ', .g-recaptcha' : ''}`);
  for (const element of found) {
    // Builds up to 2025 go through the public method, and give it no parameters; later ones are internal.
    if (modern) render(element);
    else window.turnstile.render(element);
  }
}

function makeApi() {
  const api = { ready };
  if (!modern) api.implicitRender = implicitRender;
  return Object.assign(api, {
    execute,
    render,
    reset,
    remove,
    _private: { showFeedback() {} },
    getResponse: (target) => find(target)?.response,
    isExpired: (target) => find(target)?.expired ?? false,
  });
}

function parsed() {
  for (const fn of waiting.splice(0)) call(fn);
  if (query.get('render') !== 'explicit') implicitRender();
}

function install(api) {
  window.turnstile = api;
  window.addEventListener('message', onMessage);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', parsed, { once: true });
  else setTimeout(parsed, 0);
  if (option('lab-upgrade'))
    setTimeout(
      () => {
        window.turnstile = makeApi();
      },
      Number(option('lab-upgrade')),
    );
}

const publicApi = makeApi();
if (compat && (modern ? window.grecaptcha === undefined : !window.grecaptcha)) window.grecaptcha = publicApi;
if ('turnstile' in window) warn('Turnstile already has been loaded. Was Turnstile imported multiple times?');
else install(publicApi);
const onload = query.get('onload');
if (onload) {
  setTimeout(() => {
    if (typeof window[onload] === 'function') window[onload]();
    else
      warn(
        `Unable to find onload callback '${onload}' immediately after loading, expected 'function', got '${typeof window[onload]}'.`,
      );
  }, 0);
}
