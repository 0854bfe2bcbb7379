/*
 * Latchkey lab: look-alike of Arkose's api.js, not theirs. Page world. The key is in the script's path; the global that `data-callback` names gets
 * the enforcement object. The legacy API constructs a widget of its own.
 */
const origin = 'https://client-api.arkoselabs.com';
const own = document.currentScript;
const sitekey = new URL(own.src).pathname.split('/')[2];

class Enforcement {
  setConfig(config) {
    this.config = config;
    config.onReady?.();
    if (config.mode === 'inline') this.run();
  }

  run() {
    const { config } = this;
    const place = config.selector ? document.querySelector(config.selector) : document.body;
    this.frame?.remove();
    this.frame = labFrame({
      origin,
      sitekey,
      title: 'Verification challenge',
      done: (token) => {
        this.token = token;
        config.onCompleted?.({ token: this.token, completed: true });
        config.onHide?.({ token: this.token });
      },
    });
    place.append(this.frame);
    config.onShow?.();
  }

  reset() {
    this.token = undefined;
    this.config.onReset?.();
  }
}

function FunCaptcha({ public_key: key, target_html: target, callback }) {
  const field = labHidden('fc-token');
  field.id = 'FunCaptcha-Token';
  // A session has a token from the start; it is worth something once the puzzle is solved.
  this.token = field.value = `lab${crypto.randomUUID()}|r=eu-west-1|pk=${key}|at=40`;
  const place = document.getElementById(target);
  const frame = labFrame({
    origin,
    sitekey: key,
    title: 'Verification challenge',
    done: (token) => {
      this.token = field.value = token;
      labCall(callback, this.token);
    },
  });
  place.append(frame, field);
}
FunCaptcha.prototype.getSessionToken = function getSessionToken() {
  return this.token;
};

window.FunCaptcha = window.ArkoseEnforcement = FunCaptcha;
const named = own.dataset.callback;
if (named) setTimeout(() => labCall(named, new Enforcement()));
const onload = new URL(own.src).searchParams.get('onload');
if (onload) setTimeout(() => labCall(onload));
