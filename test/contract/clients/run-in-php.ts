/** Runs of 2captcha-ts and of @2captcha/captcha-solver, the packages of 2Captcha: both speak in.php. Node only. */
import type { CaptchaKind } from '../../../src/core/challenge.ts';
import type { Challenge } from '../../../src/core/message-schemas.ts';
import { formProxy, load, PAGE, USER_AGENT, type Client, type ClientFactory, type ClientRun } from './client.ts';

/** 2captcha-ts and the package of the same authors that took its place have one interface. */
function inPhp(name: string, runs: (solver: Client) => ClientRun[]): ClientFactory {
  return (key) => {
    const { Solver } = load(name);
    const solver = new Solver!(key, 1) as Client;
    return {
      name,
      service: 'legacy',
      host: '2captcha.com',
      runs: runs(solver),
      balance: async () => (await solver['balance']!()) as number,
      reports: { good: (id) => solver['goodReport']!(id), bad: (id) => solver['badReport']!(id) },
    };
  };
}

export const twoCaptchaTs = inPhp('2captcha-ts', (solver) => {
  const run = (
    kind: CaptchaKind,
    method: string,
    params: (challenge: Challenge) => object,
    proxied?: true,
  ): ClientRun => ({
    kind,
    proxied,
    solve: (challenge) =>
      solver[method]!({
        ...(kind !== 'image' && { pageurl: PAGE }),
        ...params(challenge),
        ...(proxied && formProxy),
      }),
  });
  const v2 = ({ sitekey }: Challenge) => ({ googlekey: sitekey });
  const v3 = ({ sitekey, action }: Challenge) => ({ googlekey: sitekey, version: 'v3', action, min_score: 0.7 });
  const site = ({ sitekey }: Challenge) => ({ sitekey });
  return [
    run('recaptcha-v2', 'recaptcha', v2),
    run('recaptcha-v2', 'recaptcha', v2, true),
    run('recaptcha-v2-invisible', 'recaptcha', (challenge) => ({ ...v2(challenge), invisible: 1 })),
    run('recaptcha-v2-enterprise', 'recaptcha', (challenge) => ({ ...v2(challenge), enterprise: 1 })),
    run('recaptcha-v3', 'recaptcha', v3),
    run('recaptcha-v3-enterprise', 'recaptcha', (challenge) => ({ ...v3(challenge), enterprise: 1 })),
    run('hcaptcha', 'hcaptcha', site),
    run('hcaptcha-invisible', 'hcaptcha', ({ sitekey, rqdata }) => ({ sitekey, data: rqdata, invisible: 1 })),
    run('turnstile', 'cloudflareTurnstile', ({ sitekey, action, cdata }) => ({ sitekey, action, data: cdata })),
    run('arkose', 'funCaptcha', ({ sitekey, params }) => ({
      publickey: sitekey,
      surl: `https://${params?.apiServer ?? ''}`,
    })),
    run('geetest-v3', 'geetest', ({ sitekey, params }) => ({
      gt: sitekey,
      challenge: params?.challenge,
      api_server: params?.apiServer,
    })),
    run('geetest-v4', 'geetestV4', ({ sitekey }) => ({ captcha_id: sitekey })),
    run('lemin', 'lemin', ({ sitekey, params }) => ({
      captcha_id: sitekey,
      div_id: params?.divId,
      api_server: params?.apiServer,
    })),
    run('aws-waf', 'amazonWaf', ({ sitekey, params }) => ({
      sitekey,
      iv: params?.iv,
      context: params?.context,
      challenge_script: params?.challengeScript,
      captcha_script: params?.captchaScript,
    })),
    run('mtcaptcha', 'mtCaptcha', site),
    run('friendly-captcha', 'friendlyCaptcha', site),
    run('smartcaptcha', 'yandexSmart', site),
    run('image', 'imageCaptcha', ({ picture }) => ({ body: picture })),
  ];
});

export const captchaSolver = inPhp('@2captcha/captcha-solver', (solver) => [
  {
    kind: 'captchafox',
    proxied: true,
    solve: ({ sitekey }) => solver['captchaFox']!({ pageurl: PAGE, sitekey, userAgent: USER_AGENT, ...formProxy }),
  },
  {
    kind: 'altcha',
    solve: ({ params }) => solver['altcha']!({ pageurl: PAGE, challenge_json: params?.challengeJson }),
  },
  { kind: 'prosopo', solve: ({ sitekey }) => solver['prosopo']!({ pageurl: PAGE, sitekey }) },
  { kind: 'tencent', solve: ({ sitekey }) => solver['tencent']!({ pageurl: PAGE, appId: sitekey }) },
]);
