/*
 * Latchkey lab: look-alike of reCAPTCHA's main script, not Google's. Page world. The part that builds the widget: anchor and
 * challenge frame, textarea, badge, and the entry in the page-visible client registry. Served in one function with main.js.
 */
function anchorUrl(widget) {
  const page = new URL(self.origin === 'null' ? location.href : self.origin);
  const port = page.port || (page.protocol === 'https:' ? '443' : '80');
  const query = [
    ['ar', '1'],
    ['k', widget.params.sitekey],
    ['co', btoa(`${page.protocol}//${page.hostname}:${port}`).replace(/=/g, '.')],
    ['hl', widget.params.hl ?? lab.hl],
    ['v', lab.release],
    ['theme', widget.params.theme],
    ['size', widget.size],
    ['s', widget.params.s],
    ['sa', widget.params.action],
    ['anchor-ms', '20000'],
    ['execute-ms', '30000'],
    ['cb', randomName()],
    ...['lab-native', 'lab-anchor', 'lab-life'].map((name) => [name, option(name)]),
  ];
  const search = query
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${widget.api}anchor?${search.join('&')}`;
}

function makeFrame(title, name, src, width, height) {
  const frame = document.createElement('iframe');
  const attributes = {
    title,
    width,
    height,
    role: 'presentation',
    name,
    frameborder: '0',
    scrolling: 'no',
    sandbox:
      'allow-forms allow-popups allow-same-origin allow-scripts allow-top-navigation allow-modals allow-popups-to-escape-sandbox allow-storage-access-by-user-activation',
    src,
  };
  for (const [key, value] of Object.entries(attributes)) frame.setAttribute(key, value);
  return frame;
}

function makeElement(className, style, ...children) {
  const element = document.createElement('div');
  if (className) element.className = className;
  if (style) element.style.cssText = style;
  element.append(...children);
  return element;
}

function addWidget(id, host, params, size, api, textareaId) {
  const widget = { id, params, size, api, ready: false, queue: [], calls: new Map(), calling: 0 };
  const name = randomName();
  const invisible = size === 'invisible';
  const [width, height] = invisible ? ['256', '60'] : size === 'compact' ? ['158', '138'] : ['304', '78'];
  widget.name = name;
  widget.frame = makeFrame('reCAPTCHA', `a-${name}`, anchorUrl(widget), width, height);
  const textarea = (widget.textarea = document.createElement('textarea'));
  textarea.id = textareaId;
  textarea.name = 'g-recaptcha-response';
  textarea.className = 'g-recaptcha-response';
  textarea.style.cssText =
    'width: 250px; height: 40px; border: 1px solid rgb(193, 193, 193); margin: 10px 25px; padding: 0px; resize: none; display: none;';
  if (invisible) {
    const side = params.badge === 'bottomleft' ? 'left' : 'right';
    const place =
      params.badge === 'inline'
        ? ''
        : `position: fixed; bottom: 14px; ${side}: 0px; box-shadow: gray 0px 0px 5px; z-index: 2000000000;`;
    widget.root = makeElement(
      'grecaptcha-badge',
      `width: 256px; height: 60px; display: block; ${place}`,
      makeElement('grecaptcha-logo', '', widget.frame),
      makeElement('grecaptcha-error', ''),
      textarea,
    );
    widget.root.dataset.style = params.badge ?? 'bottomright';
  } else {
    widget.root = makeElement(
      '',
      `width: ${width}px; height: ${height}px;`,
      makeElement('', '', widget.frame),
      textarea,
    );
  }
  host.append(widget.root);
  cfg.clients[id] = makeClient(widget, host);
  widgets.set(id, widget);
  watchAnchor(widget);
  return widget;
}

/** The page-visible registry entry: minified names, cyclic, with the copied parameters two levels down. */
function makeClient(widget, host) {
  const client = { id: widget.id };
  client[lab.outer] = { [lab.inner]: widget.params };
  client[lab.container] = host;
  client[lab.root] = widget.root;
  client[lab.frame[0]] = { [lab.frame[1]]: widget.frame, Fa: client, Ka: null, name: widget.name };
  return client;
}

function addChallengeFrame(widget) {
  if (widget.challenge) return;
  const src = `${widget.api}bframe?hl=${lab.hl}&v=${lab.release}&k=${encodeURIComponent(widget.params.sitekey)}`;
  widget.challenge = makeFrame('recaptcha challenge expires in two minutes', `c-${widget.name}`, src, '400', '580');
  document.body.append(
    makeElement(
      '',
      'visibility: hidden; position: absolute; width: 100%; top: -10000px; left: 0px; right: 0px; opacity: 0;',
      makeElement(
        '',
        'width: 100%; height: 100%; position: fixed; top: 0px; left: 0px; z-index: 2000000000; opacity: 0.5; pointer-events: none;',
      ),
      makeElement(
        '',
        'margin: 0px auto; top: 0px; left: 0px; right: 0px; position: fixed; z-index: 2000000000;',
        widget.challenge,
      ),
    ),
  );
}
