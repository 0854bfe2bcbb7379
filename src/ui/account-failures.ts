/** Extension pages. Which account a captcha's failure is about: its fix button leads there, and the account doesn't repeat the failure. Pure. */
import type { CaptchaView } from '../core/captcha-view.ts';
import type { Failure } from '../core/outcome.ts';
import type { AccountView } from '../protocol/views.ts';

/** Returns undefined for a failure of no particular account, e.g. a budget's. */
export function findAccount({ accountId }: Failure, accounts: readonly AccountView[]): AccountView | undefined {
  return accounts.find((account) => account.accountId === accountId);
}

/** Returns whether a captcha that failed because of this account already shows the account's failure, with the same button. */
export function isShownAtCaptcha(
  { accountId, failure: stop }: AccountView,
  captchas: readonly Pick<CaptchaView, 'state' | 'failure'>[],
): boolean {
  if (!stop) return false;
  return captchas.some(
    ({ state, failure }) =>
      state === 'failed' &&
      failure?.accountId === accountId &&
      (failure.code === stop.code || failure.because === stop.code),
  );
}
