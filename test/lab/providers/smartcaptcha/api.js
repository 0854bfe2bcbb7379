/*
 * Latchkey lab: look-alike of Yandex SmartCaptcha's captcha.js, not theirs. Page world. That getResponse answers from the widget's own state is an
 * assumption; the rest is told in the vendor's pages.
 */
const origin = 'https://smartcaptcha.yandexcloud.net';
const query = new URL(document.currentScript?.src ?? `${origin}/captcha.js`).searchParams;
const widgets = [];

function tell(widget, event, ...values) {
  for (const subscription of [...widget.subscriptions])
    if (subscription.event === event) subscription.callback(...values);
}

function render(target, params) {
  const container = typeof target === 'string' ? document.getElementById(target) : target;
  if (!container) throw new Error('[SmartCaptcha] container not found');
  const id = widgets.length;
  const widget = { container, params, token: '', subscriptions: [], field: labHidden('smart-token'), gone: false };
  widget.frame = labFrame({
    origin,
    sitekey: params.sitekey,
    title: 'SmartCaptcha',
    done(token) {
      widget.token = widget.field.value = token;
      labCall(params.callback, token);
      tell(widget, 'success', token);
    },
  });
  widget.frame.hidden = params.invisible === true;
  container.append(widget.frame, widget.field);
  widgets.push(widget);
  return id;
}

const find = (id = 0) => widgets[id];

window.smartCaptcha = {
  render,
  getResponse: (id) => find(id)?.token ?? '',
  execute(id) {
    const widget = find(id);
    widget.frame.hidden = false;
    tell(widget, 'challenge-visible');
  },
  reset(id) {
    const widget = find(id);
    widget.token = widget.field.value = '';
  },
  destroy(id) {
    const widget = find(id);
    widget.frame.remove();
    widget.field.remove();
    widget.gone = true;
  },
  subscribe(id, event, callback) {
    const subscription = { event, callback };
    const widget = find(id);
    widget.subscriptions.push(subscription);
    return () => {
      widget.subscriptions = widget.subscriptions.filter((one) => one !== subscription);
    };
  },
};
labReady(() => {
  if (query.get('render') === 'onload') return labCall(query.get('onload'));
  for (const container of document.querySelectorAll('.smart-captcha')) {
    render(container, { sitekey: container.dataset.sitekey, callback: container.dataset.callback });
  }
});
