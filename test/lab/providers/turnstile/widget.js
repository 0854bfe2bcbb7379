/*
 * Latchkey lab: look-alike of Turnstile's api.js, not Cloudflare's. Page world. The part that builds a widget: the frame in
 * a closed shadow root, the hidden fields in light DOM beside it. Served in one function with api.js.
 */
const frameOrigin = 'https://challenges.cloudflare.com';
const crashFirst = 5_600;
const crashAgain = 5_400;

function frameUrl(widget) {
  const { sitekey, theme, size, language } = widget.params;
  const [branch, mode] = modern ? ['g', 'f'] : ['b', 'if'];
  const path = [
    'cdn-cgi/challenge-platform/h',
    branch,
    'turnstile',
    mode,
    'ov2/av0/rcv',
    widget.id.slice('cf-chl-widget-'.length),
    sitekey,
    theme ?? 'auto',
    'fbE',
    'new',
    size ?? 'normal',
    language ?? 'auto',
    '',
  ].join('/');
  const url = new URL(path, frameOrigin);
  for (const name of ['lab-native', 'lab-frame', 'lab-life'])
    if (option(name) !== null) url.searchParams.set(name, option(name));
  return url.href;
}

function hiddenInput(name, id) {
  const input = document.createElement('input');
  input.type = 'hidden';
  input.name = name;
  input.id = id;
  return input;
}

function buildWidget(widget) {
  const wrapper = (widget.wrapper = document.createElement('div'));
  const root = wrapper.attachShadow({ mode: 'closed' });
  const frame = (widget.frame = document.createElement('iframe'));
  const [width, height] = widget.params.size === 'compact' ? ['150px', '140px'] : ['300px', '65px'];
  frame.style.cssText = `border: none; overflow: hidden; width: ${width}; height: ${height};`;
  const attributes = {
    src: frameUrl(widget),
    allow: 'cross-origin-isolated; fullscreen; autoplay',
    id: widget.id,
    tabindex: widget.params.tabindex ?? 0,
    sandbox: 'allow-same-origin allow-scripts allow-popups',
    title: 'Widget containing a Cloudflare security challenge',
  };
  for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value);
  showFrame(widget, (widget.params.appearance ?? 'always') === 'always');
  root.append(frame);
  widget.fields = [];
  if (widget.params['response-field'] ?? true) {
    widget.fields.push(
      hiddenInput(widget.params['response-field-name'] ?? 'cf-turnstile-response', `${widget.id}_response`),
    );
    if (compat) widget.fields.push(hiddenInput('g-recaptcha-response', `${widget.id}_g_response`));
  }
  wrapper.append(...widget.fields);
  widget.container.append(wrapper);
  watch(widget);
}

function showFrame(widget, visible) {
  widget.frame.style.display = visible ? '' : 'none';
}

function fill(widget, token) {
  widget.response = token;
  for (const field of widget.fields) field.value = token ?? '';
}

function reload(widget) {
  fill(widget, undefined);
  widget.expired = false;
  widget.executed = false;
  widget.ready = false;
  widget.frame.src = frameUrl(widget);
}

/** The crash detection of a widget whose frame never answers. Only on order; the lab's frames answer otherwise. */
function watch(widget) {
  if (option('lab-frame') !== 'dead') return;
  const crash = () => {
    if (!widget.frame.isConnected) return;
    reload(widget);
    const handled = call(widget.params['error-callback'], '300030');
    if (!handled) console.error('[Cloudflare Turnstile] Error: 300030.');
    if (widget.params.retry !== 'never') widget.timer = setTimeout(crash, crashAgain);
  };
  widget.timer = setTimeout(crash, crashFirst);
}
