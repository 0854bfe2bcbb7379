/**
 * A site that protects its forms with ALTCHA: real challenges and real verification by `altcha-lib`, both the present format and the one of
 * widgets before v3. Node only. Replays are refused here, which the library leaves to its user.
 */
import { randomBytes } from 'node:crypto';
import { createChallenge, verifySolution, type Challenge, type Payload } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { createChallenge as createLegacyChallenge, verifySolution as verifyLegacySolution } from 'altcha-lib/v1';
import type { Challenge as LegacyChallenge, Payload as LegacyPayload } from 'altcha-lib/v1/types';
import type { Verdict } from './verifier.ts';

const LIFE_MS = 300_000;

export type AltchaFormat = 'v1' | 'v3';

export class AltchaSite {
  readonly #secret = randomBytes(32).toString('hex');
  readonly #used = new Set<string>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A challenge signed for one host. `v1` is what widgets 1 and 2 understand; a v3 widget takes both. */
  async challenge(host: string, format: AltchaFormat = 'v3'): Promise<Challenge | LegacyChallenge> {
    const expires = new Date(this.#now() + LIFE_MS);
    if (format === 'v1') {
      return createLegacyChallenge({ hmacKey: this.#secret, maxnumber: 5_000, expires, params: { host } });
    }
    const hmacSignatureSecret = this.#secret;
    return createChallenge({
      algorithm: 'PBKDF2/SHA-256',
      cost: 100,
      deriveKey,
      expiresAt: expires,
      data: { host },
      hmacSignatureSecret,
    });
  }

  /** Judges the base64 JSON payload of the widget's hidden field. */
  async verify(encoded: string, host: string): Promise<Verdict> {
    const payload = decode(encoded);
    if (!payload) return { ok: false, reason: 'unknown-token' };
    const id = isLegacy(payload) ? payload.signature : (payload.challenge.signature ?? '');
    const bound = isLegacy(payload)
      ? new URLSearchParams(payload.salt.split('?')[1]).get('host')
      : payload.challenge.parameters.data?.['host'];
    const state = await this.#judge(payload);
    if (state !== 'solved') return { ok: false, reason: state };
    if (this.#used.has(id)) return { ok: false, reason: 'already-used' };
    this.#used.add(id);
    if (bound !== host) return { ok: false, reason: 'wrong-host' };
    return { ok: true, claims: { provider: 'altcha', sitekey: '', host, origin: 'widget' }, issuedAt: this.#now() };
  }

  async #judge(payload: Payload | LegacyPayload): Promise<'solved' | 'expired' | 'unknown-token'> {
    if (!isLegacy(payload)) {
      const { challenge, solution } = payload;
      const result = await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret: this.#secret });
      if (result.verified)
        return this.#now() / 1000 >= (challenge.parameters.expiresAt ?? Infinity) ? 'expired' : 'solved';
      return result.expired ? 'expired' : 'unknown-token';
    }
    if (!(await verifyLegacySolution(payload, this.#secret, false))) return 'unknown-token';
    const expires = Number(new URLSearchParams(payload.salt.split('?')[1]).get('expires'));
    return this.#now() / 1000 >= expires ? 'expired' : 'solved';
  }
}

function isLegacy(payload: Payload | LegacyPayload): payload is LegacyPayload {
  return 'number' in payload;
}

function decode(encoded: string): Payload | LegacyPayload | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
    if (typeof value !== 'object' || value === null) return undefined;
    const { challenge, solution, number, salt, signature } = value as Record<string, unknown>;
    if (typeof number === 'number' && typeof salt === 'string' && typeof signature === 'string')
      return value as LegacyPayload;
    const parameters =
      typeof challenge === 'object' && challenge !== null
        ? (challenge as Record<string, unknown>)['parameters']
        : undefined;
    return typeof parameters === 'object' && parameters !== null && typeof solution === 'object' && solution !== null
      ? (value as Payload)
      : undefined;
  } catch {
    return undefined;
  }
}
