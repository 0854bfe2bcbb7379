/** Options. The accounts in order of preference. */
import { useState } from 'preact/hooks';
import type { AccountView, OptionsState } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { age, balanceText } from '../words.ts';
import { FailureNote } from './failure-note.tsx';
import { FixedBy } from './fixed-by.tsx';

export function AccountList({ state, connector }: { state: OptionsState; connector: Connector }) {
  const { accounts, fixed } = state;
  return (
    <section aria-labelledby="accounts">
      <h2 id="accounts">Accounts</h2>
      {accounts.length === 0 ? <p>None yet. Latchkey needs one account with a solving service.</p> : <p class="quiet">Asked from the top: where one can’t take a captcha, the next is asked.</p>}
      <FixedBy by={fixed['accounts']} />
      <ul class="rows">
        {accounts.map((account, index) => (
          <Account key={account.accountId} account={account} index={index} count={accounts.length} connector={connector} />
        ))}
      </ul>
    </section>
  );
}

function Account({ account, index, count, connector }: { account: AccountView; index: number; count: number; connector: Connector }) {
  const { accountId, label, endpoint, keyEnd, balance, low, failure, fixedBy, stoppedUntil } = account;
  const [asked, setAsked] = useState(false);
  const name = `${label} …${keyEnd}`;
  return (
    <li class="row" data-account={accountId}>
      <div class="row-head">
        <div>
          <strong>{label}</strong> <span class="quiet">key …{keyEnd}</span>
          <p class="quiet">
            <bdi>{endpoint}</bdi>
          </p>
        </div>
        <div>
          <span class={low ? 'amount low' : 'amount'}>{balance ? `${balanceText(balance)}${low ? ' (low)' : ''}` : 'balance unknown'}</span>
          {balance ? <p class="quiet">{age(balance.at, Date.now())}</p> : null}
        </div>
      </div>
      {failure ? <FailureNote ofAccount failure={failure} /> : null}
      <div class="tools">
        {stoppedUntil === undefined ? null : (
          <button type="button" class="small" onClick={() => void connector.ask('clearBreaker', { accountId })}>
            I mended it: try again
          </button>
        )}
        {fixedBy ? null : (
          <>
            <button type="button" class="small" disabled={index === 0} aria-label={`Move ${name} up`} onClick={() => void connector.ask('moveAccount', { accountId, to: index - 1 })}>
              Up
            </button>
            <button
              type="button" class="small" disabled={index === count - 1} aria-label={`Move ${name} down`}
              onClick={() => void connector.ask('moveAccount', { accountId, to: index + 1 })}
            >
              Down
            </button>
            {asked ? (
              <button type="button" class="small" onClick={() => void connector.ask('removeAccount', { accountId })} onBlur={() => setAsked(false)}>
                Really remove {name}
              </button>
            ) : (
              <button type="button" class="small" aria-label={`Remove ${name}`} onClick={() => setAsked(true)}>
                Remove
              </button>
            )}
          </>
        )}
      </div>
    </li>
  );
}
