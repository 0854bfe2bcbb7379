/*
 * Latchkey lab: look-alike of MTCaptcha's client script, not theirs. Page world. One global configuration for all widgets; that getVerifiedToken
 * answers from the widget's own state is an assumption.
 */
const origin = 'https://service.mtcaptcha.com';
const widgets = [];
const config = () => window.mtcaptchaConfig ?? {};

function stateOf(widget) {
  return {
    verifiedToken: widget.token || null,
    isVerified: widget.token !== '',
    statusCode: widget.token ? 200 : 201,
    statusDesc: widget.token ? 'Verified' : 'Ready',
    domID: widget.container.id,
    element: widget.container,
  };
}

function render(container) {
  if (widgets.some((widget) => widget.container === container)) return;
  const widget = { container, token: '', field: labHidden('mtcaptcha-verifiedtoken') };
  const frame = labFrame({
    origin,
    sitekey: config().sitekey,
    title: 'MTCaptcha',
    done(token) {
      widget.token = widget.field.value = token;
      labCall(config()['verified-callback'], stateOf(widget));
    },
  });
  container.append(frame, widget.field);
  widgets.push(widget);
}

const find = (id) => (id === undefined ? widgets[0] : widgets.find(({ container }) => container.id === id));

window.mtcaptcha = {
  getVerifiedToken: (id) => find(id)?.token || null,
  getStatus: (id) => stateOf(find(id)),
  renderUI(id) {
    render(document.getElementById(id));
  },
  resetUI(id) {
    const widget = find(id);
    widget.token = widget.field.value = '';
  },
};
labReady(() => {
  const { renderQueue = [], render: mode } = config();
  if (mode !== 'explicit') for (const container of document.querySelectorAll('.mtcaptcha')) render(container);
  for (const id of renderQueue) render(document.getElementById(id));
});
