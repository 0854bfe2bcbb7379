/*
 * Latchkey lab: look-alike of GeeTest's gt.js, not theirs. Page world. getValidate() is false before a solution; the hidden inputs lie in
 * `.geetest_form` inside `.geetest_holder`.
 */
const origin = 'https://api.geetest.com';
const names = ['geetest_challenge', 'geetest_validate', 'geetest_seccode'];

window.initGeetest = (config, callback) => {
  const listeners = { success: [], ready: [], error: [], close: [] };
  let value = false;
  let holder = null;
  let bound = null;

  function build(place) {
    holder = document.createElement('div');
    holder.className = 'geetest_holder';
    const form = document.createElement('div');
    form.className = 'geetest_form';
    form.append(...names.map((name) => labHidden(name)));
    const frame = labFrame({
      origin,
      sitekey: config.gt,
      title: 'GeeTest',
      done(token) {
        value = { geetest_challenge: config.challenge, geetest_validate: token, geetest_seccode: `${token}|jordan` };
        for (const field of (bound ?? form).querySelectorAll('input'))
          if (names.includes(field.name)) field.value = value[field.name];
        for (const listener of listeners.success) listener();
      },
    });
    holder.append(form, frame);
    place.append(holder);
  }

  const captcha = {
    appendTo(target) {
      build(typeof target === 'string' ? document.querySelector(target) : target);
      return captcha;
    },
    bindForm(target) {
      bound = typeof target === 'string' ? document.querySelector(target) : target;
      bound.append(...names.map((name) => labHidden(name)));
      return captcha;
    },
    onReady(listener) {
      setTimeout(listener);
      return captcha;
    },
    onSuccess(listener) {
      listeners.success.push(listener);
      return captcha;
    },
    onError: () => captcha,
    onClose: () => captcha,
    verify() {
      build(document.body);
      return captcha;
    },
    getValidate: () => value,
    reset() {
      value = false;
      for (const field of holder?.querySelectorAll('input') ?? []) field.value = '';
      return captcha;
    },
    destroy() {
      holder?.remove();
    },
  };
  setTimeout(() => callback(captcha));
};
