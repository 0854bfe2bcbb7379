/** ui/account-failures.ts: which of several accounts a captcha's failure belongs to. Pure. */
import { describe, expect, test } from 'vitest';
import { failureFor } from '../../src/core/error-catalogue.ts';
import type { AccountView } from '../../src/protocol/views.ts';
import { findAccount, isShownAtCaptcha } from '../../src/ui/account-failures.ts';

const broke = failureFor('ERROR_ZERO_BALANCE');
const stopped = { ...failureFor('BREAKER_OPEN'), because: 'ERROR_ZERO_BALANCE' };
const account = (accountId: string, view: Partial<AccountView> = {}): AccountView => ({
  accountId,
  service: 'capzy',
  label: 'Capzy',
  endpoint: 'https://api.capzy.ai',
  keyEnd: '1234',
  failure: broke,
  ...view,
});
const [first, second] = [account('account-1'), account('account-2')];

test('the fix button belongs to the account that failed, also when another one has the same failure', () => {
  expect(findAccount({ ...broke, accountId: 'account-2' }, [first, second])).toBe(second);
  expect(findAccount({ ...stopped, accountId: 'account-2' }, [first, second])).toBe(second);
  expect(findAccount(failureFor('BUDGET_DAY'), [first, second])).toBeUndefined();
});

describe('a failure of an account is shown once', () => {
  const failed = (failure: object) => [{ state: 'failed' as const, failure: { ...broke, ...failure } }];

  test.each([
    ['a captcha failed with it', broke],
    ['a captcha was not tried because of it', stopped],
  ])('%s', (_case, failure) => {
    const captchas = failed({ ...failure, accountId: 'account-2' });
    expect(isShownAtCaptcha(second, captchas)).toBe(true);
    expect(isShownAtCaptcha(first, captchas)).toBe(false);
  });

  test('not if the captcha failed for another reason, or is being solved again', () => {
    expect(isShownAtCaptcha(second, failed({ code: 'DEADLINE', accountId: 'account-2' }))).toBe(false);
    expect(isShownAtCaptcha(second, [{ state: 'solving', failure: { ...broke, accountId: 'account-2' } }])).toBe(false);
    expect(isShownAtCaptcha(second, [])).toBe(false);
  });
});
