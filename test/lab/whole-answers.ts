/**
 * Answers of more than one value, of which one is the issuer's token and the others fit to it, in the spelling of the createTask family. Node only;
 * used by every wire of the lab's services.
 */
import { randomBytes, randomUUID } from 'node:crypto';

interface Asked {
  sitekey: string;
  /** GeeTest v3. */
  challenge?: unknown;
}

const ANSWERS: Readonly<Record<string, (token: string, asked: Asked) => Record<string, unknown>>> = {
  'geetest-v3': (token, { challenge }) => ({
    challenge: String(challenge),
    validate: token,
    seccode: `${token}|jordan`,
  }),
  'geetest-v4': (token, { sitekey }) => ({
    captcha_id: sitekey,
    lot_number: randomBytes(16).toString('hex'),
    pass_token: token,
    gen_time: `${Math.floor(Date.now() / 1000)}`,
    captcha_output: randomBytes(24).toString('base64url'),
  }),
  tencent: (token) => ({ ticket: token, randstr: '@lab' }),
  lemin: (token) => ({ answer: token, challenge_id: randomUUID() }),
  'aws-waf': voucherFor,
};

const VOUCHER = 'lab-voucher.';
const EXISTING = 'lab-existing-token.';
const mark = (token: string) => token.slice(-12);

/** What AWS WAF's puzzle ends with: not the token, but what its endpoint `/voucher` gives the token for. The two only work together. */
export function voucherFor(token: string): { captcha_voucher: string; existing_token: string } {
  return {
    captcha_voucher: VOUCHER + Buffer.from(token).toString('base64url'),
    existing_token: EXISTING + mark(token),
  };
}

/** Null where the two were not made for each other. */
export function tokenForVoucher(voucher: unknown, existing: unknown): string | null {
  if (typeof voucher !== 'string' || !voucher.startsWith(VOUCHER)) return null;
  const token = Buffer.from(voucher.slice(VOUCHER.length), 'base64url').toString();
  return existing === EXISTING + mark(token) ? token : null;
}

/** Undefined where the answer is the token alone. */
export function wholeAnswer(provider: string, token: string, asked: Asked): Record<string, unknown> | undefined {
  return ANSWERS[provider]?.(token, asked);
}
