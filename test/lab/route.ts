/**
 * The shape of everything the lab serves. Node only; imports nothing.
 * A route answers for one host (or several) and one path; the lab's proxy terminates TLS for every host name,
 * so look-alike provider scripts are served from the providers' real URLs without a live network.
 */

export interface LabRequest {
  method: string;
  /** Full URL as the browser sees it, e.g. `https://www.google.com/recaptcha/api.js?render=explicit`. */
  url: URL;
  headers: Record<string, string>;
  body: string;
}

export interface LabResponse {
  status?: number;
  /** Content type, `text/html; charset=utf-8` where absent. */
  type?: string;
  headers?: Record<string, string>;
  body: string | Uint8Array;
}

export type LabHandler = (request: LabRequest) => LabResponse | Promise<LabResponse>;

export interface LabRoute {
  /** Exact host name(s), or `*` for every host that no other route claims. */
  host: string | readonly string[];
  /** Exact path, or a pattern. */
  path: string | RegExp;
  handle: LabHandler;
}

/** What a token was issued for. The verifier accepts it once, for exactly this. */
export interface TokenClaims {
  provider: string;
  sitekey: string;
  /** Host name of the page, e.g. `site.test`. */
  host: string;
  action?: string;
  cdata?: string;
  rqdata?: string;
  /** reCAPTCHA v3: what siteverify will report. */
  score?: number;
  /** 'service' when a solving task made it, 'widget' when the look-alike widget did (solved by hand). */
  origin: 'service' | 'widget';
}

export interface TokenIssuer {
  /** A new single-use token, `LAB_...`; lives `lifeMs` (120 000 by default, 300 000 for Turnstile). */
  issue(claims: TokenClaims): string;
}
