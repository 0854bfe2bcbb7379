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
};

/** Undefined where the answer is the token alone. */
export function wholeAnswer(provider: string, token: string, asked: Asked): Record<string, unknown> | undefined {
  return ANSWERS[provider]?.(token, asked);
}
