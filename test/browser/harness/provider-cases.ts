/**
 * Providers whose page part is loaded on a trace, each on a page as sites declare it, for providers.spec.ts. Node only.
 */

interface ProviderCase {
  kind: string;
  /** A page with two widgets; `tokens` gets what the site's callbacks get. */
  html: string;
  sitekeys: [string, string];
  /** Code of the page that gives the tokens, in the order of the widgets, as a site would read them. */
  read: string;
  /** Code that asks for the tokens, once the widgets are known; absent where they are solved by themselves. */
  demand?: string;
  /** True: the page is loaded once more on the automatic site, for what depends on the mode while it loads. */
  loadsAgain?: true;
  /** Code that resets the first widget; where the provider has no such thing, what a site does for the next round. */
  reset: string;
  resetsAll?: true;
  /** What the service must be sent beside `type` and `websiteURL`, of the first widget. */
  task: Record<string, unknown>;
  /** Members of the proxy in the task. */
  proxy?: true;
  /** Sold by this service instead. */
  service?: string;
}

const FOX: [string, string] = ['sk_LabFox00000000000000000001', 'sk_LabFox00000000000000000002'];
const YANDEX: [string, string] = [
  `ysc1_${'LabYandex'.padEnd(40, '0')}0000000a`,
  `ysc1_${'LabYandex'.padEnd(40, '0')}0000000b`,
];
const PROSOPO: [string, string] = [`5${'LabProsopo'.padEnd(46, 'x')}1`, `5${'LabProsopo'.padEnd(46, 'x')}2`];
const MT = 'MTPublic-LabKey001';
const TENCENT: [string, string] = ['190000001', '190000002'];
const LEMIN = `CROPPED_0ab0001_${'0ab0'.repeat(8)}`;
const GEE: [string, string] = ['0ab1'.repeat(8), '0ab2'.repeat(8)];
const ARKOSE = '0AB00000-0000-4AB0-8000-00000000C0DE';
const ARKOSE_2 = '0AB00000-0000-4AB0-8000-00000000C0DF';
const AWS: [string, string] = ['lab-aws-key-1', 'lab-aws-key-2'];
const collect = '<script>window.tokens = []; window.site = { done: (token) => tokens.push(token) };</script>';

export const providerCases: ProviderCase[] = [
  {
    kind: 'captchafox',
    sitekeys: FOX,
    proxy: true,
    task: { websiteKey: FOX[0] },
    html: `${collect}<div id="b"></div><div class="captchafox" data-sitekey="${FOX[1]}" data-callback="site.done"></div>
      <script src="https://cdn.captchafox.com/api.js?onload=loaded"></script>
      <script>window.loaded = () => { window.b = captchafox.render('#b', { sitekey: '${FOX[0]}', onVerify: (token) => tokens.push(token) }); };</script>`,
    read: `[...document.querySelectorAll('[name=cf-captcha-response]')].map((field) => field.value)`,
    reset: `captchafox.reset()`,
  },
  {
    kind: 'smartcaptcha',
    sitekeys: YANDEX,
    task: { websiteKey: YANDEX[0] },
    html: `${collect}<div id="a"></div><div id="b"></div>
      <script>window.loaded = () => {
        window.a = smartCaptcha.render('a', { sitekey: '${YANDEX[0]}', callback: (token) => tokens.push(token) });
        window.b = smartCaptcha.render(document.getElementById('b'), { sitekey: '${YANDEX[1]}' });
        smartCaptcha.subscribe(window.b, 'success', (token) => tokens.push(token));
      };</script><script src="https://smartcaptcha.yandexcloud.net/captcha.js?render=onload&onload=loaded" defer></script>`,
    read: `[smartCaptcha.getResponse(a), smartCaptcha.getResponse(b)]`,
    reset: `smartCaptcha.reset(a)`,
  },
  {
    kind: 'prosopo',
    sitekeys: PROSOPO,
    service: 'anti-captcha',
    task: { websiteKey: PROSOPO[0] },
    html: `${collect}<form><div class="procaptcha" data-sitekey="${PROSOPO[0]}" data-callback="site.done"></div></form><form><div id="b"></div></form>
      <script type="module" src="https://js.prosopo.io/js/procaptcha.bundle.js"></script>
      <script type="module">procaptcha.render(document.getElementById('b'), { siteKey: '${PROSOPO[1]}', callback: (token) => tokens.push(token) });</script>`,
    read: `[...document.forms].map((form) => new FormData(form).get('procaptcha-response'))`,
    reset: 'procaptcha.reset()',
    resetsAll: true,
  },
  {
    kind: 'mtcaptcha',
    sitekeys: [MT, MT],
    task: { websiteKey: MT },
    html: `${collect}<script>window.mtcaptchaConfig = { sitekey: '${MT}', 'verified-callback': (state) => tokens.push(state.verifiedToken) };</script>
      <div class="mtcaptcha" id="a"></div><div class="mtcaptcha" id="b"></div><script src="https://service.mtcaptcha.com/mtcv1/client/mtcaptcha.min.js" async></script>`,
    read: `['a', 'b'].map((id) => mtcaptcha.getVerifiedToken(id))`,
    reset: `mtcaptcha.resetUI('a')`,
  },
  {
    kind: 'lemin',
    sitekeys: [LEMIN, LEMIN],
    loadsAgain: true,
    task: { websiteKey: LEMIN },
    html: `${collect}<div id="lemin-cropped-captcha"></div><script src="https://api.leminnow.com/captcha/v1/cropped/${LEMIN}/js" defer></script>`,
    read: `[leminCroppedCaptcha.getCaptcha().getCaptchaValue().answer]`,
    reset: `leminCroppedCaptcha.getCaptcha().resetCaptcha()`,
  },
  {
    kind: 'geetest-v4',
    sitekeys: GEE,
    task: { captchaId: GEE[0] },
    html: `${collect}<div id="a"></div><div id="b"></div><script src="https://static.geetest.com/v4/gt4.js"></script>
      <script>window.made = {}; for (const [id, captchaId] of [['a', '${GEE[0]}'], ['b', '${GEE[1]}']]) initGeetest4({ captchaId, product: 'float' }, (captcha) => {
        made[id] = captcha; captcha.appendTo('#' + id).onSuccess(() => tokens.push(captcha.getValidate().pass_token)); });</script>`,
    read: `[made.a.getValidate().pass_token, made.b.getValidate().pass_token]`,
    reset: `made.a.reset()`,
  },
  {
    kind: 'geetest-v3',
    sitekeys: GEE,
    task: { gt: GEE[0], challenge: 'c1'.repeat(16) },
    html: `${collect}<div id="a"></div><div id="b"></div><script src="/lab/gt.js"></script>
      <script>window.made = {}; for (const [id, gt, challenge] of [['a', '${GEE[0]}', '${'c1'.repeat(16)}'], ['b', '${GEE[1]}', '${'c2'.repeat(16)}']])
        initGeetest({ gt, challenge, new_captcha: true, product: 'popup' }, (captcha) => {
          made[id] = captcha; captcha.appendTo('#' + id); captcha.onSuccess(() => tokens.push(captcha.getValidate().geetest_validate)); });</script>`,
    read: `[...document.querySelectorAll('[name=geetest_validate]')].map((field) => field.value)`,
    // A challenge is good once: the site asks for another and makes the widget anew.
    reset: `made.a.destroy(); initGeetest({ gt: '${GEE[0]}', challenge: '${'c3'.repeat(16)}', new_captcha: true, product: 'popup' }, (captcha) => captcha.appendTo('#a'))`,
  },
  {
    kind: 'arkose',
    sitekeys: [ARKOSE, ARKOSE_2],
    task: {
      websitePublicKey: ARKOSE,
      funcaptchaApiJSSubdomain: 'client-api.arkoselabs.com',
      data: '{"blob":"lab-blob"}',
    },
    html: `${collect}<div id="a"></div><div id="b"></div><script>window.made = {}; window.got = {};
        const configure = (id) => (enforcement) => { made[id] = enforcement;
          enforcement.setConfig({ selector: '#' + id, mode: 'inline', data: id === 'a' ? { blob: 'lab-blob' } : undefined, onCompleted: ({ token }) => { got[id] = token; tokens.push(token); } }); };
        window.setupA = configure('a'); window.setupB = configure('b');</script>
      <script src="https://client-api.arkoselabs.com/v2/${ARKOSE}/api.js" data-callback="setupA" async defer></script>
      <script src="https://client-api.arkoselabs.com/v2/${ARKOSE_2}/api.js" data-callback="setupB" async defer></script>`,
    read: '[got.a, got.b]',
    reset: 'made.a.reset()',
  },
  {
    kind: 'arkose',
    sitekeys: [ARKOSE, ARKOSE],
    task: { websitePublicKey: ARKOSE },
    html: `${collect}<div id="a"></div><script>function loaded() { window.made = new FunCaptcha({ public_key: '${ARKOSE}', target_html: 'a', callback: (token) => tokens.push(token) }); }</script>
      <script src="https://client-api.arkoselabs.com/fc/api/?onload=loaded" async defer></script>`,
    read: '[made.getSessionToken()]',
    reset: `document.getElementById('a').textContent = ''; loaded()`,
  },
  {
    kind: 'tencent',
    sitekeys: TENCENT,
    task: { appId: TENCENT[0] },
    html: `${collect}<button id="a">A</button><button id="b">B</button><script src="https://turing.captcha.qcloud.com/TCaptcha.js"></script>
      <script>window.made = {}; for (const [id, appId] of [['a', '${TENCENT[0]}'], ['b', '${TENCENT[1]}']]) {
        made[id] = new TencentCaptcha(appId, (result) => result.ret === 0 && result.randstr && tokens.push(result.ticket)); }</script>`,
    demand: 'made.a.show(); made.b.show();',
    loadsAgain: true,
    read: `[made.a.getTicket().ticket, made.b.getTicket().ticket]`,
    reset: 'made.a.show()',
  },
  {
    kind: 'aws-waf',
    sitekeys: AWS,
    proxy: true,
    task: { awsKey: AWS[0] },
    html: `${collect}<div id="a"></div><div id="b"></div><script src="https://lab0000000001.eu-west-1.captcha-sdk.awswaf.com/lab0000000001/jsapi.js"></script>
      <script>window.got = {}; for (const [id, apiKey] of [['a', '${AWS[0]}'], ['b', '${AWS[1]}']])
        AwsWafCaptcha.renderCaptcha(document.getElementById(id), { apiKey, onSuccess: (token) => { got[id] = token; tokens.push(token); } });</script>`,
    read: '[got.a, got.b]',
    reset: `AwsWafCaptcha.renderCaptcha(document.getElementById('a'), { apiKey: '${AWS[0]}', onSuccess: (token) => { got.a = token; } })`,
  },
];
