/*
 * Latchkey lab: look-alike of hCaptcha's api.js, not theirs. Page world. The part that builds a widget's DOM: the checkbox
 * frame with its textareas in the container, the challenge frame at the end of body. Served in one function with api.js.
 */
const frameOrigin = 'https://newassets.hcaptcha.com';

function frameUrl(name, widget) {
  const page = `${frameOrigin}/captcha/v1/${lab.builds[option('lab-build')] ?? lab.builds['2025']}/static/hcaptcha.html`;
  if (!widget) return `${page}#frame=${name}`;
  const origin = self.origin === 'null' ? location.origin : self.origin;
  const hash = {
    frame: name,
    id: widget.id,
    host: origin === 'null' ? '' : new URL(origin).hostname,
    sentry: true,
    reportapi: 'https://accounts.hcaptcha.com',
    recaptchacompat: compat,
    custom: false,
    hl: widget.config.hl ?? option('hl') ?? 'en',
    tplinks: 'on',
    sitekey: widget.config.sitekey,
    theme: widget.config.theme ?? 'light',
    size: widget.config.size,
    origin,
    'lab-native': option('lab-native'),
    'lab-life': option('lab-life'),
  };
  const parts = Object.entries(hash).filter(([, value]) => value !== null && value !== undefined);
  return `${page}#${parts.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&')}`;
}

function makeFrame(attributes) {
  const frame = document.createElement('iframe');
  for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value);
  return frame;
}

function makeTextarea(name, id) {
  const textarea = document.createElement('textarea');
  textarea.id = `${name}-${id}`;
  textarea.name = name;
  textarea.style.display = 'none';
  return textarea;
}

function buildWidget(widget) {
  const invisible = widget.config.size === 'invisible';
  // Newer builds keep an invisible widget's key out of its first frame; only the challenge frame's hash has it.
  const bare = invisible && option('lab-build') !== '2023';
  const sizes = widget.config.size === 'compact' ? 'width: 158px; height: 138px;' : 'width: 302px; height: 76px;';
  widget.frame = makeFrame({
    src: bare ? frameUrl('checkbox-invisible') : frameUrl(invisible ? 'checkbox-invisible' : 'checkbox', widget),
    tabindex: widget.config.tabindex ?? 0,
    frameborder: 0,
    scrolling: 'no',
    allow: 'private-state-token-issuance; private-state-token-redemption',
    title: bare ? '' : 'Widget containing checkbox for hCaptcha security challenge',
    'data-hcaptcha-widget-id': widget.id,
    'data-hcaptcha-response': '',
    style: invisible ? 'display: none;' : `pointer-events: auto; ${sizes} overflow: hidden;`,
  });
  if (invisible) widget.frame.setAttribute('aria-hidden', 'true');
  widget.fields = [makeTextarea('h-captcha-response', widget.id)];
  if (compat) widget.fields.unshift(makeTextarea('g-recaptcha-response', widget.id));
  widget.container.append(widget.frame, ...widget.fields);

  widget.challenge = makeFrame({
    src: frameUrl('challenge', widget),
    frameborder: 0,
    scrolling: 'no',
    title: 'Main content of the hCaptcha challenge',
    style: 'border: 0px; z-index: 2000000000; position: relative; width: 400px; height: 160px;',
  });
  widget.overlay = document.createElement('div');
  widget.overlay.append(document.createElement('div'));
  widget.overlay.firstChild.append(widget.challenge);
  showChallenge(widget, false);
  document.body.append(widget.overlay);
}

function showChallenge(widget, open) {
  widget.open = open;
  widget.overlay.setAttribute('aria-hidden', String(!open));
  widget.overlay.style.cssText = open
    ? 'visibility: visible; display: block; position: fixed; inset: 0px; margin: auto; width: 400px; height: 160px; z-index: 2147483647; background: #fff; border: 1px dashed #b26b00;'
    : 'background-color: rgb(255, 255, 255); border: 1px solid rgb(215, 215, 215); visibility: hidden; opacity: 0; z-index: -2147483648; position: absolute; top: -10000px; left: 0px; width: 400px; height: 160px;';
}

function fill(widget, token, key) {
  widget.response = token;
  widget.key = key;
  widget.frame.setAttribute('data-hcaptcha-response', token);
  for (const field of widget.fields) field.value = token;
}
