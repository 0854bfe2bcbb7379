/*
 * Latchkey lab: look-alike of AWS WAF's jsapi.js and of its interstitial's captcha.js, not theirs. Page world. That submitCaptcha exchanges the voucher,
 * sets the cookie and loads the page again is an assumption; the names, their arguments and the endpoint are told in public code.
 */
const { origin, pathname } = new URL(document.currentScript.src);

function finish(token) {
  document.cookie = `aws-waf-token=${token};Path=/;Secure;SameSite=Lax`;
  location.reload();
}

if (pathname.endsWith('/captcha.js')) {
  window.ChallengeScript = {
    async submitCaptcha(voucher) {
      const url = `${origin.replace('.captcha.', '.token.')}${pathname.replace('captcha.js', 'voucher')}`;
      const existing = /aws-waf-token=([^;]*)/.exec(document.cookie)?.[1] ?? '';
      const body = JSON.stringify({ captcha_voucher: voucher, existing_token: existing });
      const answer = await fetch(url, { method: 'POST', body });
      if (answer.ok) finish((await answer.json()).token);
    },
  };
  window.CaptchaScript = {
    renderCaptcha(place, _style, { key }) {
      place.append(
        labFrame({
          origin,
          sitekey: key,
          title: 'AWS WAF captcha',
          done: finish,
        }),
      );
    },
  };
}

window.AwsWafIntegration = {
  hasToken: () => document.cookie.includes('aws-waf-token='),
  getToken: async () => /aws-waf-token=([^;]*)/.exec(document.cookie)?.[1] ?? '',
  fetch: (...args) => fetch(...args),
  saveReferrer() {},
};
window.AwsWafCaptcha = {
  renderCaptcha(place, options) {
    place.append(
      labFrame({
        origin,
        sitekey: options.apiKey,
        title: 'AWS WAF captcha',
        done(token) {
          document.cookie = `aws-waf-token=${token};Path=/;Secure;SameSite=Lax`;
          options.onPuzzleCorrect?.();
          options.onSuccess(token);
        },
      }),
    );
    options.onLoad?.();
  },
};
