/** Runs of CapMonster Cloud's official client. Node only. */
import type { CaptchaKind } from '../../../src/core/challenge.ts';
import type { Challenge } from '../../../src/core/message-schemas.ts';
import { load, PAGE, proxyFields, type Client, type ClientFactory, type ClientRun } from './client.ts';

export const capMonster: ClientFactory = (key) => {
  const name = '@zennolab_com/capmonstercloud-client';
  const sdk = load(name);
  const { CapMonsterCloudClientFactory: factory, ClientOptions } = sdk as unknown as {
    CapMonsterCloudClientFactory: { Create(options: unknown): Client };
    ClientOptions: new (options: object) => unknown;
  };
  const client = factory.Create(new ClientOptions({ clientKey: key }));
  const waits = { firstRequestDelay: 0, firstRequestNoCacheDelay: 0, requestsInterval: 1, timeout: 20_000 };
  const run = (
    kind: CaptchaKind,
    request: string,
    fields: (challenge: Challenge) => object,
    more: Pick<ClientRun, 'proxied' | 'more'> = {},
  ): ClientRun => ({
    kind,
    ...more,
    async solve(challenge) {
      const task = new sdk[request]!({
        ...(kind !== 'image' && { websiteURL: PAGE }),
        ...fields(challenge),
        ...(more.proxied && { proxy: proxyFields }),
      });
      const { solution, error } = (await client['Solve']!(task, waits)) as { solution?: unknown; error?: unknown };
      if (error) throw new Error(JSON.stringify(error));
      return solution;
    },
  });
  const site = ({ sitekey }: Challenge) => ({ websiteKey: sitekey });
  const scored = ({ sitekey, action }: Challenge) => ({
    websiteKey: sitekey,
    pageAction: action,
    minScore: 0.7,
    nocache: true,
  });
  return {
    name,
    service: 'capmonster',
    host: 'api.capmonster.cloud',
    balance: async () => ((await client['getBalance']!()) as { balance: number }).balance,
    runs: [
      run('recaptcha-v2', 'RecaptchaV2Request', (challenge) => ({ ...site(challenge), nocache: true })),
      run('recaptcha-v2', 'RecaptchaV2Request', (challenge) => ({ ...site(challenge), nocache: true }), {
        proxied: true,
      }),
      run(
        'recaptcha-v2-enterprise',
        'RecaptchaV2EnterpriseRequest',
        ({ sitekey, s, action }) => ({ websiteKey: sitekey, enterprisePayload: { s }, pageAction: action }),
        { more: { s: 'once', action: 'a' } },
      ),
      run('recaptcha-v3', 'RecaptchaV3ProxylessRequest', scored),
      run('recaptcha-v3-enterprise', 'RecaptchaV3EnterpriseRequest', scored),
      run('hcaptcha-invisible', 'HCaptchaRequest', ({ sitekey, rqdata }) => ({
        websiteKey: sitekey,
        data: rqdata,
        isInvisible: true,
      })),
      run('turnstile', 'TurnstileRequest', ({ sitekey, action, cdata }) => ({
        websiteKey: sitekey,
        pageAction: action,
        data: cdata,
        cloudflareTaskType: 'token',
      })),
      run('arkose', 'FunCaptchaRequest', ({ sitekey, params }) => ({
        websitePublicKey: sitekey,
        funcaptchaApiJSSubdomain: params?.apiServer,
        data: JSON.stringify({ blob: params?.blob }),
      })),
      run('geetest-v3', 'GeeTestRequest', ({ sitekey, params }) => ({
        gt: sitekey,
        challenge: params?.challenge,
        geetestApiServerSubdomain: params?.apiServer,
        version: '3',
      })),
      run('geetest-v4', 'GeeTestRequest', ({ sitekey, params }) => ({
        gt: sitekey,
        version: 4,
        initParameters: { ...params },
      })),
      run('aws-waf', 'AmazonRequest', ({ sitekey, params }) => ({
        websiteKey: sitekey,
        iv: params?.iv,
        context: params?.context,
        captchaScript: params?.captchaScript,
        challengeScript: params?.challengeScript,
        cookieSolution: true,
      })),
      run('mtcaptcha', 'MTCaptchaRequest', site),
      run('prosopo', 'ProsopoRequest', site),
      run('tencent', 'TenDIRequest', site),
      run('altcha', 'AltchaRequest', ({ params }) => {
        const { challenge, maxnumber, salt, signature } = JSON.parse(params?.challengeJson ?? '') as Record<
          string,
          unknown
        >;
        return { metadata: { challenge, iterations: String(maxnumber), salt, signature } };
      }),
      run('image', 'ImageToTextRequest', ({ picture }) => ({ body: picture })),
    ],
  };
};
