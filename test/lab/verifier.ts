/**
 * Makes tokens and judges them: bound to provider, sitekey, host and action, used once, dead after their life. Node only.
 * The same object is the issuer for the look-alike widgets and for the solving service.
 */
import { randomBytes } from 'node:crypto';
import { AltchaSite } from './altcha-site.ts';
import { CapSite } from './cap-site.ts';
import { FriendlySite } from './friendly-site.ts';
import { PictureSite } from './providers/image.ts';
import type { TokenClaims, TokenIssuer } from './route.ts';

export interface Expected {
  /** Empty for ALTCHA, which has none. */
  sitekey: string;
  /** Host name of the page. */
  host: string;
  /** Compared only where given. */
  action?: string;
}

export type Refusal =
  'unknown-token' | 'wrong-provider' | 'already-used' | 'expired' | 'wrong-sitekey' | 'wrong-host' | 'wrong-action';

export type Verdict = { ok: true; claims: TokenClaims; issuedAt: number } | { ok: false; reason: Refusal };

interface IssuedToken {
  claims: TokenClaims;
  issuedAt: number;
  expiresAt: number;
  used: boolean;
}

export class Verifier implements TokenIssuer {
  readonly altcha: AltchaSite;
  readonly friendly = new FriendlySite();
  readonly cap = new CapSite();
  readonly pictures = new PictureSite();
  readonly #tokens = new Map<string, IssuedToken>();
  readonly #now: () => number;

  /** `now` in ms since the epoch; a test may move it. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.altcha = new AltchaSite(now);
  }

  issue(claims: TokenClaims, lifeMs = claims.provider === 'turnstile' ? 300_000 : 120_000): string {
    const token = `LAB_${claims.provider}_${randomBytes(48).toString('base64url')}`;
    const issuedAt = this.#now();
    this.#tokens.set(token, { claims: { ...claims }, issuedAt, expiresAt: issuedAt + lifeMs, used: false });
    return token;
  }

  /** Every token made so far with what it is for, oldest first. */
  get issued(): readonly { token: string; claims: TokenClaims; used: boolean }[] {
    return [...this.#tokens].map(([token, { claims, used }]) => ({ token, claims, used }));
  }

  /** Uses the token up whatever the verdict, unless another provider made it. */
  async verify(provider: string, token: string, expected: Expected): Promise<Verdict> {
    if (provider === 'altcha') return this.altcha.verify(token, expected.host);
    const issued = this.#tokens.get(token);
    if (!issued && provider === 'friendly-captcha')
      return worked(this.friendly.verify(token, expected), provider, expected);
    if (!issued && provider === 'cap')
      return worked((await this.cap.verify(token)) ? 'ok' : 'unknown-token', provider, expected);
    return this.redeem(provider, token, expected);
  }

  /** As `verify`, for tokens that were issued; what is not named is not compared but told, as the providers' own siteverify does. */
  redeem(provider: string, token: string, expected: Partial<Expected>): Verdict {
    const issued = this.#tokens.get(token);
    if (!issued) return { ok: false, reason: 'unknown-token' };
    const { claims, used } = issued;
    if (claims.provider !== provider) return { ok: false, reason: 'wrong-provider' };
    issued.used = true;
    if (used) return { ok: false, reason: 'already-used' };
    if (this.#now() >= issued.expiresAt) return { ok: false, reason: 'expired' };
    if (expected.sitekey !== undefined && claims.sitekey !== expected.sitekey)
      return { ok: false, reason: 'wrong-sitekey' };
    if (expected.host !== undefined && claims.host !== expected.host) return { ok: false, reason: 'wrong-host' };
    if (expected.action !== undefined && (claims.action ?? '') !== expected.action)
      return { ok: false, reason: 'wrong-action' };
    return { ok: true, claims, issuedAt: issued.issuedAt };
  }
}

/** A proof of work has no issuer: whoever did it is told as the widget. */
function worked(reason: Refusal | 'ok', provider: string, { sitekey, host }: Expected): Verdict {
  return reason === 'ok'
    ? { ok: true, claims: { provider, sitekey, host, origin: 'widget' }, issuedAt: Date.now() }
    : { ok: false, reason };
}
