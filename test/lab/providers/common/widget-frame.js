/*
 * Latchkey lab: what the look-alikes of several providers share in the page. Page world; served in one function with the provider's script.
 */
/** A frame at the provider's origin in which a person solves; `done` gets the token. */
function labFrame({ origin, sitekey, title, done }) {
  const id = Math.random().toString(36).slice(2, 12);
  const frame = document.createElement('iframe');
  const own = self.origin === 'null' ? location.origin : self.origin;
  frame.title = title;
  frame.width = '302';
  frame.height = '76';
  frame.style.border = '0';
  frame.src = `${origin}/lab/widget.html#${new URLSearchParams({ id, sitekey, origin: own })}`;
  window.addEventListener('message', ({ source, origin: from, data }) => {
    if (source === frame.contentWindow && from === origin && data?.lab === 'widget' && data.id === id) done(data.token);
  });
  return frame;
}

/** A callback as it was declared: a function, or the name of a global. */
function labCall(named, ...values) {
  const target = typeof named === 'string' ? named.split('.').reduce((owner, name) => owner?.[name], window) : named;
  if (typeof target === 'function') target(...values);
}

function labReady(run) {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', run, { once: true });
  else setTimeout(run);
}

function labHidden(name, value = '') {
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = name;
  field.value = value;
  return field;
}
