/** Popup. What is left on each account, how old that knowledge is, and what was spent today. */
import { useState } from 'preact/hooks';
import type { AccountView, PopupState } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { runFix } from '../fix.ts';
import { age, balanceText, money } from '../words.ts';
import { FailureNote } from './failure-note.tsx';

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
      <section aria-labelledby="accounts">
        <h2 id="accounts">No account yet</h2>
        <p>Latchkey asks a solving service that you have an account with. Add it once, and one click solves a captcha.</p>
        <button type="button" class="primary" onClick={() => void connector.openOptions()}>
          Add an account
        </button>
      </section>
    );
  }
  return (
    <section aria-labelledby="accounts">
      <div class="row-head">
        <h2 id="accounts">Balance</h2>
        <button type="button" class="small" disabled={busy} onClick={() => void refresh()}>
          {busy ? 'Asking …' : 'Refresh'}
        </button>
      </div>
      <ul class="rows">
        {accounts.map((account) => (
          <Account key={account.accountId} account={account} connector={connector} tabId={state.tabId} />
        ))}
      </ul>
      <p class="quiet">
        Spent today: {money(spentToday)}
        {perDay === null ? '' : ` of ${money(perDay)}`}
      </p>
      {perDay === null ? null : <meter aria-label="Spent today of the budget" min={0} max={Math.max(perDay, 0.01)} value={Math.min(spentToday, perDay)} />}
    </section>
  );
}

function Account({ account, connector, tabId }: { account: AccountView; connector: Connector; tabId: number }) {
  const { label, balance, failure, low, keyEnd } = account;
  return (
    <li class="row" data-account={account.accountId}>
      <div class="row-head">
        <span>
          {label} <span class="quiet">…{keyEnd}</span>
        </span>
        <span class={low ? 'amount low' : 'amount'}>
          {balance ? balanceText(balance) : failure ? '–' : '…'}
          {low ? ' (low)' : ''}
        </span>
      </div>
      {balance ? <p class="quiet">as of {age(balance.at, Date.now())}</p> : null}
      {failure ? <FailureNote ofAccount failure={failure} onAction={() => void runFix(failure, connector, tabId, account)} /> : null}
    </li>
  );
}
