/*
 * Latchkey lab: look-alike of AWS WAF's jsapi.js and of its interstitial's captcha.js, not theirs. Page world. That submitCaptcha sets the cookie and loads
 * the page again is an assumption; the names and their arguments are told in public code.
 */
const { origin, pathname } = new URL(document.currentScript.src);

if (pathname.endsWith('/captcha.js')) {
  window.ChallengeScript = {
    submitCaptcha(voucher) {
      document.cookie = `aws-waf-token=${voucher};Path=/;Secure;SameSite=Lax`;
      location.reload();
    },
  };
  window.CaptchaScript = {
    renderCaptcha(place, _style, { key }) {
      place.append(
        labFrame({
          origin,
          sitekey: key,
          title: 'AWS WAF captcha',
          done: (token) => window.ChallengeScript.submitCaptcha(token),
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
