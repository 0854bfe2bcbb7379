/** Runs of DeathByCaptcha's official client. Node only. */
import deathByCaptcha from 'deathbycaptcha-lib';
import { PAGE, PROXY, type ClientFactory } from './client.ts';

export const deathByCaptchaLib: ClientFactory = (key) => {
  const [username = '', password = ''] = key.split(':');
  // A client keeps what it was given for every later request: each gets its own.
  const client = () => new deathByCaptcha.HttpClient(username, password);
  const decode = (type: number, extra: Record<string, unknown>, picture?: string) =>
    new Promise((done) => client().decode({ captcha: picture, extra: { type, ...extra } }, done));
  const params = (name: string, members: object) => ({ [name]: JSON.stringify({ pageurl: PAGE, ...members }) });
  const through = { proxy: PROXY, proxytype: 'HTTP' };
  return {
    name: 'deathbycaptcha-lib',
    service: 'death-by-captcha',
    host: 'api.dbcapi.me',
    balance: () => new Promise((done) => client().get_balance((cents) => done((cents ?? Number.NaN) / 100))),
    reports: {
      bad: (id) => new Promise((done) => client().report(Number(id), done)),
    },
    runs: [
      { kind: 'recaptcha-v2', solve: ({ sitekey }) => decode(4, params('token_params', { googlekey: sitekey })) },
      {
        kind: 'recaptcha-v2',
        proxied: true,
        solve: ({ sitekey }) => decode(4, params('token_params', { googlekey: sitekey, ...through })),
      },
      {
        kind: 'recaptcha-v3',
        solve: ({ sitekey, action }) =>
          decode(5, params('token_params', { googlekey: sitekey, action, min_score: 0.7 })),
      },
      {
        kind: 'recaptcha-v2-enterprise',
        solve: ({ sitekey }) => decode(25, params('token_enterprise_params', { googlekey: sitekey })),
      },
      {
        kind: 'turnstile',
        solve: ({ sitekey, action }) => decode(12, params('turnstile_params', { sitekey, action })),
      },
      {
        kind: 'geetest-v3',
        solve: ({ sitekey, params: { challenge } = {} }) =>
          decode(8, params('geetest_params', { gt: sitekey, challenge })),
      },
      { kind: 'geetest-v4', solve: ({ sitekey }) => decode(9, params('geetest_params', { captcha_id: sitekey })) },
      { kind: 'lemin', solve: ({ sitekey }) => decode(14, params('lemin_params', { captchaid: sitekey })) },
      {
        kind: 'aws-waf',
        solve: ({ sitekey, params: { iv, context, challengeScript, captchaScript } = {} }) =>
          decode(
            16,
            params('waf_params', { sitekey, iv, context, challengejs: challengeScript, captchajs: captchaScript }),
          ),
      },
      { kind: 'mtcaptcha', solve: ({ sitekey }) => decode(18, params('mtcaptcha_params', { sitekey })) },
      { kind: 'friendly-captcha', solve: ({ sitekey }) => decode(20, params('friendly_params', { sitekey })) },
      { kind: 'tencent', solve: ({ sitekey }) => decode(23, params('tencent_params', { appid: sitekey })) },
      { kind: 'image', solve: ({ picture }) => decode(0, {}, `base64:${picture ?? ''}`) },
    ],
  };
};
