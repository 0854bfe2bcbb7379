/*
 * Latchkey lab: look-alike of Tencent's loader, not theirs. Page world. Only the callback gets the ticket; where the frame can't be had the
 * callback gets `ret: 0` with a `terror_` ticket, as measured of the loader of 2023.
 */
const origin = 'https://turing.captcha.qcloud.com';

class TencentCaptcha {
  constructor(...args) {
    const first =
      typeof args[0] === 'string' && Number.isNaN(Number(args[0])) ? document.getElementById(args[0]) : args[0];
    const element = first instanceof Element ? first : null;
    const rest = element ? args.slice(1) : args;
    this.initOpts = {
      element,
      appId: String(rest[0] ?? element?.dataset.appid ?? ''),
      callback: rest[1] ?? element?.dataset.cbfn,
    };
    this.options = rest[2] ?? {};
    if (element) element.addEventListener('click', () => this.show());
  }

  show() {
    const { appId, callback } = this.initOpts;
    this.frame?.remove();
    this.frame = labFrame({
      origin,
      sitekey: appId,
      title: 'Tencent captcha',
      done: (ticket) => {
        this.ticket = { ret: 0, ticket, randstr: '@lab', CaptchaAppId: appId, bizState: this.options.bizState };
        this.frame.remove();
        labCall(callback, this.ticket);
      },
    });
    this.frame.addEventListener('error', () =>
      labCall(callback, {
        ret: 0,
        ticket: `terror_1004_${appId}_${Math.floor(Date.now() / 1000)}`,
        randstr: '@ter',
        errorCode: 1004,
        errorMessage: 'framejs_load_error',
      }),
    );
    document.body.append(this.frame);
  }

  destroy() {
    this.frame?.remove();
  }

  refresh() {}

  getTicket() {
    return this.ticket ?? null;
  }
}

window.TencentCaptcha = TencentCaptcha;
labReady(() => {
  const element = document.getElementById('TencentCaptcha');
  if (element?.dataset.appid) Reflect.construct(TencentCaptcha, [element]);
});
