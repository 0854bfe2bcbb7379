/** Runs of Anti-Captcha's official client. Node only. */
import antiCaptcha from '@antiadmin/anticaptchaofficial';
import { PAGE, proxyList, USER_AGENT, type ClientFactory } from './client.ts';

export const antiCaptchaOfficial: ClientFactory = (key) => {
  antiCaptcha.setAPIKey(key);
  antiCaptcha.shutUp();
  Object.assign(antiCaptcha.settings, { firstAttemptWaitingInterval: 0, normalWaitingInterval: 0.001 });
  const client = antiCaptcha;
  const score = 0.7;
  return {
    name: '@antiadmin/anticaptchaofficial',
    service: 'anti-captcha',
    host: 'api.anti-captcha.com',
    balance: () => client.getBalance(),
    reports: {
      bad: () => client.reportIncorrectRecaptcha(),
      good: () => client.reportCorrectRecaptcha(),
    },
    runs: [
      { kind: 'recaptcha-v2', solve: ({ sitekey }) => client.solveRecaptchaV2Proxyless(PAGE, sitekey) },
      { kind: 'recaptcha-v2-invisible', solve: ({ sitekey }) => client.solveRecaptchaV2Proxyless(PAGE, sitekey, true) },
      {
        kind: 'recaptcha-v2',
        proxied: true,
        solve: ({ sitekey }) => client.solveRecaptchaV2ProxyOn(PAGE, sitekey, ...proxyList, USER_AGENT),
      },
      {
        kind: 'recaptcha-v2-enterprise',
        more: { s: 'once' },
        solve: ({ sitekey, s }) => client.solveRecaptchaV2EnterpriseProxyless(PAGE, sitekey, { s }),
      },
      {
        kind: 'recaptcha-v2-enterprise',
        more: { s: 'once' },
        proxied: true,
        solve: ({ sitekey, s }) =>
          client.solveRecaptchaV2EnterpriseProxyOn(PAGE, sitekey, { s }, ...proxyList, USER_AGENT),
      },
      { kind: 'recaptcha-v3', solve: ({ sitekey, action }) => client.solveRecaptchaV3(PAGE, sitekey, score, action) },
      {
        kind: 'recaptcha-v3-enterprise',
        solve: ({ sitekey, action }) => client.solveRecaptchaV3Enterprise(PAGE, sitekey, score, action),
      },
      { kind: 'hcaptcha', solve: ({ sitekey }) => client.solveHCaptchaProxyless(PAGE, sitekey) },
      {
        kind: 'hcaptcha-invisible',
        proxied: true,
        solve: ({ sitekey, rqdata }) =>
          client.solveHCaptchaProxyOn(PAGE, sitekey, ...proxyList, USER_AGENT, undefined, { rqdata }, true),
      },
      {
        kind: 'turnstile',
        solve: ({ sitekey, action, cdata }) => client.solveTurnstileProxyless(PAGE, sitekey, action, cdata),
      },
      {
        kind: 'turnstile',
        proxied: true,
        solve: ({ sitekey, action, cdata }) => client.solveTurnstileProxyOn(PAGE, sitekey, ...proxyList, action, cdata),
      },
      {
        kind: 'arkose',
        solve({ sitekey, params }) {
          Object.assign(client.settings, {
            funcaptchaApiJSSubdomain: params?.apiServer,
            funcaptchaDataBlob: params?.blob,
          });
          return client.solveFunCaptchaProxyless(PAGE, sitekey);
        },
      },
      {
        kind: 'arkose',
        proxied: true,
        solve: ({ sitekey }) => client.solveFunCaptchaProxyOn(PAGE, sitekey, ...proxyList, USER_AGENT),
      },
      {
        kind: 'geetest-v3',
        solve: ({ sitekey, params }) =>
          client.solveGeeTestProxyless(PAGE, sitekey, params?.challenge, params?.apiServer),
      },
      {
        kind: 'geetest-v4',
        proxied: true,
        solve: ({ sitekey, params }) =>
          client.solveGeeTestV4ProxyOn(PAGE, sitekey, undefined, { ...params }, ...proxyList, USER_AGENT),
      },
      {
        kind: 'aws-waf',
        solve: ({ sitekey, params }) =>
          client.solveAmazonProxyless(
            PAGE,
            sitekey,
            params?.iv,
            params?.context,
            params?.captchaScript,
            params?.challengeScript,
          ),
      },
      {
        kind: 'aws-waf',
        more: { params: { jsapiScript: 'https://lab.captcha-sdk.awswaf.com/lab/jsapi.js' } },
        proxied: true,
        solve: ({ sitekey, params }) =>
          client.solveAmazonWidgetProxyOn(PAGE, sitekey, params?.jsapiScript, ...proxyList),
      },
      {
        kind: 'aws-waf',
        more: { params: { jsapiScript: 'https://lab.captcha-sdk.awswaf.com/lab/jsapi.js' } },
        solve: ({ sitekey, params }) => client.solveAmazonWidgetProxyless(PAGE, sitekey, params?.jsapiScript),
      },
      {
        kind: 'altcha',
        solve: ({ params }) => client.solveAltchaProxyless(PAGE, undefined, params?.challengeJson),
      },
      { kind: 'friendly-captcha', solve: ({ sitekey }) => client.solveFriendlyCaptchaProxyless(PAGE, sitekey) },
      { kind: 'prosopo', solve: ({ sitekey }) => client.solveProsopoProxyless(PAGE, sitekey) },
      { kind: 'image', solve: ({ picture }) => client.solveImage(picture) },
      // Last, so that its reports are about a reCAPTCHA.
      { kind: 'recaptcha-v2', solve: ({ sitekey }) => client.solveRecaptchaV2Proxyless(PAGE, sitekey) },
    ],
  };
};
