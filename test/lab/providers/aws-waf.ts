/**
 * Look-alike of AWS WAF captcha at its real URLs: the API, the script of the interstitial page, and the endpoint that gives a token for a voucher.
 * Node only; imports the lab's types and the files of `aws-waf/`.
 */
import type { LabRoute, TokenIssuer } from '../route.ts';
import { tokenForVoucher } from '../whole-answers.ts';
import { json } from './common/serve.ts';
import { lookAlike } from './common/widget-frame.ts';

export function routes(issuer: TokenIssuer): LabRoute[] {
  return [
    ...lookAlike(
      'aws-waf',
      issuer,
      [
        { host: 'lab0000000001.eu-west-1.captcha-sdk.awswaf.com', path: '/lab0000000001/jsapi.js' },
        { host: 'lab0000000001.eu-west-1.captcha.awswaf.com', path: '/lab0000000001/captcha.js' },
      ],
      'lab0000000001.eu-west-1.captcha-sdk.awswaf.com',
    ),
    {
      host: 'lab0000000001.eu-west-1.token.awswaf.com',
      path: '/lab0000000001/voucher',
      handle: ({ method, body }) => {
        const token = method === 'POST' ? redeemed(body) : null;
        return token === null ? json({ error: 'the voucher is not known' }, 400) : json({ token });
      },
    },
  ];
}

function redeemed(body: string): string | null {
  try {
    const { captcha_voucher: voucher, existing_token: existing } = JSON.parse(body) as Record<string, unknown>;
    return tokenForVoucher(voucher, existing);
  } catch {
    return null;
  }
}
