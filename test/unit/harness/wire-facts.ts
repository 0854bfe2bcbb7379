/** One captcha of each kind that the lab's services read. Node only. */
import type { CaptchaKind } from '../../../src/core/challenge.ts';
import type { Challenge } from '../../../src/core/message-schemas.ts';
import { drawPicture } from '../../lab/providers/image.ts';

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
  'friendly-captcha': { sitekey: 'FCLABKEY00000001' },
  captchafox: { sitekey: 'sk_LabFox00000000000000000001' },
  smartcaptcha: { sitekey: `ysc1_${'LabYandex'.padEnd(40, '0')}0000000a` },
  'aws-waf': { sitekey: 'lab-aws-key', params: { iv: 'iv', context: 'context' } },
  tencent: { sitekey: '190000001' },
  lemin: { sitekey: `CROPPED_0ab0001_${'0ab0'.repeat(8)}`, params: { divId: 'lemin-cropped-captcha' } },
  prosopo: { sitekey: `5${'LabProsopo'.padEnd(46, 'x')}1` },
  image: { picture: drawPicture(PICTURE_TEXT).toString('base64') },
};
