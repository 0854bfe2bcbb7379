/*
 * Latchkey lab: look-alike of AWS WAF's jsapi.js, not theirs. Page world.
 */
const { origin } = new URL(document.currentScript.src);

window.AwsWafIntegration = {
  hasToken: () => document.cookie.includes('aws-waf-token='),
  getToken: async () => /aws-waf-token=([^;]*)/.exec(document.cookie)?.[1] ?? '',
  fetch: (...args) => fetch(...args),
  saveReferrer() {},
};
window.AwsWafCaptcha = {
  renderCaptcha(place, options) {
    place.append(labFrame({
      origin, sitekey: options.apiKey, title: 'AWS WAF captcha',
      done(token) {
        document.cookie = `aws-waf-token=${token};Path=/;Secure;SameSite=Lax`;
        options.onPuzzleCorrect?.();
        options.onSuccess(token);
      },
    }));
    options.onLoad?.();
  },
};
