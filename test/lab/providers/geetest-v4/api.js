/*
 * Latchkey lab: look-alike of GeeTest's gt4.js, not theirs. Page world. The object's own members are minified, its methods lie on the prototype
 * (measured on v4.2.0); getValidate() is undefined before a solution.
 */
const origin = 'https://gcaptcha4.geetest.com';

class Captcha {
  constructor(config) {
    this.a = { config, listeners: {}, value: undefined };
  }

  on(event, listener) {
    (this.a.listeners[event] ??= []).push(listener);
    return this;
  }

  tell(event) {
    for (const listener of this.a.listeners[event] ?? []) listener.call(this);
  }

  open(place) {
    const { config } = this.a;
    this.a.frame?.remove();
    this.a.frame = labFrame({
      origin,
      sitekey: config.captchaId,
      title: 'GeeTest',
      done: (token) => {
        this.a.value = {
          captcha_id: config.captchaId,
          lot_number: crypto.randomUUID().replaceAll('-', ''),
          pass_token: token,
          gen_time: String(Math.floor(Date.now() / 1000)),
          captcha_output: 'lab',
        };
        this.tell('success');
      },
    });
    place.append(this.a.frame);
  }

  appendTo(target) {
    this.open(typeof target === 'string' ? document.querySelector(target) : target);
    return this;
  }

  showCaptcha() {
    this.open(document.body);
    return this;
  }

  showBox() {
    return this.showCaptcha();
  }

  onSuccess(listener) {
    return this.on('success', listener);
  }

  onReady(listener) {
    setTimeout(listener);
    return this;
  }

  onNextReady(listener) {
    return this.on('next', listener);
  }

  onBoxShow(listener) {
    return this.on('box', listener);
  }

  onFail(listener) {
    return this.on('fail', listener);
  }

  onClose(listener) {
    return this.on('close', listener);
  }

  onError(listener) {
    return this.on('error', listener);
  }

  getValidate() {
    return this.a.value;
  }

  reset() {
    this.a.value = undefined;
    return this;
  }

  isOffline() {
    return false;
  }

  uploadExtraData() {}

  destroy() {
    this.a.frame?.remove();
  }
}

window.initGeetest4 = (config, callback) => {
  // The real one loads its parts first.
  setTimeout(() => callback(new Captcha(config)));
};
