/** One captcha of each kind that the lab's services read. Node only. */
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CaptchaKind } from '../../../src/core/challenge.ts';
import type { Challenge } from '../../../src/core/message-schemas.ts';
import type { Lab } from '../../lab/lab.ts';
import { drawPicture } from '../../lab/providers/image.ts';

/** Files of the wires' folder that are no wire. */
const HELPERS = ['wire', 'wire-service', 'family', 'family-config', 'fields'];
export const wireIds = globSync('*.ts', { cwd: resolve(import.meta.dirname, '../../lab/wires') })
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((id) => !HELPERS.includes(id))
  .sort();

/** What stands in the picture. */
export const PICTURE_TEXT = '48213';
const RECAPTCHA = '6LdLabAAAAAAKv2checkboxLatchkeyLabOnly01';
/** Of each kind, what a page would tell. */
export const facts: Partial<Record<CaptchaKind, Partial<Challenge>>> = {
  'recaptcha-v2': { sitekey: RECAPTCHA },
  'recaptcha-v2-invisible': { sitekey: RECAPTCHA },
  'recaptcha-v2-enterprise': { sitekey: RECAPTCHA },
  'recaptcha-v2-enterprise-invisible': { sitekey: RECAPTCHA },
  'recaptcha-v3': { sitekey: RECAPTCHA, action: 'login' },
  'recaptcha-v3-enterprise': { sitekey: RECAPTCHA, action: 'login' },
  hcaptcha: { sitekey: '5bec0a1e-9999-4ab0-8000-00000000c0de' },
  'hcaptcha-invisible': { sitekey: '5bec0a1e-9999-4ab0-8000-00000000c0de', rqdata: 'data' },
  turnstile: { sitekey: '0x4AAAAAAALatchkeyWires001', action: 'login', cdata: 'c1' },
  'geetest-v3': { sitekey: '0ab1'.repeat(8), params: { challenge: 'c1'.repeat(16), apiServer: 'api.geetest.com' } },
  'geetest-v4': { sitekey: '0ab2'.repeat(8), params: { riskType: 'slide' } },
  arkose: {
    sitekey: '0AB00000-0000-4AB0-8000-00000000C0DE',
    params: { apiServer: 'client-api.arkoselabs.com', blob: 'b1' },
  },
  mtcaptcha: { sitekey: 'MTPublic-LabKey001' },
  'friendly-captcha': {
    sitekey: 'FCLABKEY00000001',
    params: { version: '2', scriptUrl: 'https://cdn.test/friendly-challenge/widget.module.min.js' },
  },
  captchafox: { sitekey: 'sk_LabFox00000000000000000001' },
  smartcaptcha: { sitekey: `ysc1_${'LabYandex'.padEnd(40, '0')}0000000a` },
  'aws-waf': {
    sitekey: 'lab-aws-key',
    params: {
      iv: 'iv',
      context: 'context',
      challengeScript: 'https://lab.token.awswaf.com/lab/challenge.js',
      captchaScript: 'https://lab.captcha.awswaf.com/lab/captcha.js',
    },
  },
  tencent: { sitekey: '190000001', params: { scriptUrl: 'https://turing.captcha.qcloud.com/TCaptcha.js' } },
  lemin: {
    sitekey: `CROPPED_0ab0001_${'0ab0'.repeat(8)}`,
    params: { divId: 'lemin-cropped-captcha', apiServer: 'api.leminnow.com' },
  },
  prosopo: { sitekey: `5${'LabProsopo'.padEnd(46, 'x')}1` },
  image: { picture: drawPicture(PICTURE_TEXT).toString('base64') },
};

/** Every kind that the lab's services read. */
export const kinds = [...Object.keys(facts), 'altcha'] as CaptchaKind[];
/** What a widget of AWS WAF has in place of the interstitial's parameters. */
export const WIDGET: Partial<Challenge> = {
  params: { jsapiScript: 'https://lab.captcha-sdk.awswaf.com/lab/jsapi.js' },
};

export const challengeOf = (kind: CaptchaKind, more: Partial<Challenge> = {}): Challenge => ({
  challengeId: 'challenge-1',
  kind,
  sitekey: '',
  ...facts[kind],
  ...more,
});

/** What a kind has beside its facts: an ALTCHA's challenge, which is good once. */
export async function moreOf(lab: Lab, kind: CaptchaKind): Promise<Partial<Challenge>> {
  if (kind !== 'altcha') return {};
  return { params: { challengeJson: JSON.stringify(await lab.verifier.altcha.challenge('site.test', 'v1')) } };
}
