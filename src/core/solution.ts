/** What a solving service sold us. Pure: imports nothing. */

export interface Solution {
  /** The value for the response field. */
  token: string;
  /** hCaptcha's `eKey`, where the service gives it. */
  respKey?: string;
  /**
   * The whole answer where it is more than one value, `token` being the chief of them: GeeTest v3 `geetest_challenge`, `geetest_validate` (token),
   * `geetest_seccode`; GeeTest v4 `captcha_id`, `lot_number`, `pass_token` (token), `gen_time`, `captcha_output`; Tencent `ticket` (token), `randstr`;
   * Lemin `answer` (token), `challenge_id`; AWS WAF `captcha_voucher` and `existing_token`, which are exchanged for the token before a page gets it.
   */
  answer?: Readonly<Record<string, string>>;
}

/** How long a token of the provider is good for, in ms from the moment the service made it (reference: token life). What a picture says is no token: it ends with the picture. */
export function tokenLifeMs(kind: string): number {
  if (kind === 'image') return 86_400_000;
  return kind === 'turnstile' || kind === 'smartcaptcha' ? 300_000 : kind === 'altcha' ? 600_000 : 120_000;
}
