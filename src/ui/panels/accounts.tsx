/** Popup. What is left on each account, how that has changed, how old the knowledge is, and what was spent today. */
import { useState } from 'preact/hooks';
import { changeOf } from '../../core/balance-trend.ts';
import type { AccountView, PopupState } from '../../protocol/views.ts';
import { isShownAtCaptcha } from '../account-failures.ts';
import type { Connector } from '../connector.ts';
import { runFix } from '../fix.ts';
import { tr } from '../tr.ts';
import { actionName, age, balanceText, changeText } from '../words.ts';
import { FailureNote } from './failure-note.tsx';
import { RefreshIcon } from './popup-icons.tsx';
import { Sparkline } from './sparkline.tsx';
import { Spending } from './spending.tsx';

export function Accounts({ state, connector }: { state: PopupState; connector: Connector }) {
  const { accounts, spentToday, perDay } = state;
  const [busy, setBusy] = useState(false);
  const refresh = async () => {
    setBusy(true);
    await connector.ask('refreshBalances', {}).catch(() => undefined);
    setBusy(false);
  };
  if (accounts.length === 0) {
    return (
      <section aria-labelledby="accounts" class="welcome">
        <h2 id="accounts">{tr('No account yet')}</h2>
        <p>
          {tr(
            'Latchkey asks a solving service that you have an account with. Add it once, and one click solves a captcha.',
          )}
        </p>
        <button type="button" class="primary" onClick={() => void connector.openOptions('add')}>
          {tr('Add an account')}
        </button>
      </section>
    );
  }
  return (
    <section aria-labelledby="accounts">
      <div class="section-head">
        <h2 id="accounts">{tr('Balance')}</h2>
        <button
          type="button"
          class="plain small"
          aria-disabled={busy || undefined}
          onClick={() => busy || void refresh()}
        >
          <RefreshIcon /> {busy ? tr('Asking …') : tr('Refresh')}
        </button>
      </div>
      <ul class="rows">
        {accounts.map((account) => (
          <Account key={account.accountId} account={account} connector={connector} state={state} />
        ))}
      </ul>
      <Spending spentToday={spentToday} perDay={perDay} />
    </section>
  );
}

function Account({ account, connector, state }: { account: AccountView; connector: Connector; state: PopupState }) {
  const { label, balance, failure, low, keyEnd, trend = [] } = account;
  const change = changeOf(trend);
  const amount = balance ? balanceText(balance) : failure ? '–' : '…';
  return (
    <li class="row" data-account={account.accountId}>
      <div class="account-head">
        <span class="account-name">
          {label} <span class="quiet">…{keyEnd}</span>
        </span>
        <Sparkline trend={trend} />
        <span class={low ? 'amount low' : 'amount'}>{low ? tr('$1 (low)', amount) : amount}</span>
      </div>
      {balance ? (
        <p class="quiet facts">
          {change ? <span data-trend>{changeText(change.by, change.days, balance.unit)}</span> : null}
          <span>{tr('as of $1', age(balance.at, Date.now()))}</span>
        </p>
      ) : null}
      {low && !failure && account.creditsPage ? (
        <button type="button" class="small" data-credits onClick={() => void connector.openPage(account.creditsPage!)}>
          {actionName('add-credits')}
        </button>
      ) : null}
      {failure && !isShownAtCaptcha(account, state.captchas) ? (
        <FailureNote
          ofAccount
          announced
          failure={failure}
          onAction={() => void runFix(failure, connector, state.tabId, account)}
        />
      ) : null}
    </li>
  );
}
