/** Options. Adds an account; the key is checked by asking the service for the balance before anything is saved. */
import { useState } from 'preact/hooks';
import type { Failure } from '../../core/outcome.ts';
import type { OptionsState } from '../../protocol/rpc.ts';
import type { Connector } from '../connector.ts';
import { money } from '../words.ts';
import { FailureNote } from './failure-note.tsx';

interface Props {
  state: OptionsState;
  connector: Connector;
  onAdded: () => void;
}

export function AccountForm({ state, connector, onAdded }: Props) {
  const [service, setService] = useState(state.services[0]?.service ?? '');
  const [key, setKey] = useState('');
  const [shown, setShown] = useState(false);
  const [endpoint, setEndpoint] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [added, setAdded] = useState('');
  const chosen = state.services.find((one) => one.service === service);
  const add = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    setAdded('');
    const wish = { service, key: key.trim(), ...(endpoint.trim() ? { endpoint: endpoint.trim() } : {}) };
    const answer = await connector.ask('addAccount', wish).catch(() => null);
    setBusy(false);
    if (answer?.ok) {
      const { balance, label } = answer.value;
      setAdded(`${label} added${balance ? `: ${money(balance.amount)} on the account` : ''}.`);
      setKey('');
      onAdded();
    } else if (answer) setFailure(answer.failure);
  };
  return (
    <section aria-labelledby="add">
      <h2 id="add">Add an account</h2>
      <form class="card" onSubmit={(event) => void add(event)}>
        <label class="field">
          <span>Service</span>
          <select value={service} onChange={(event) => setService(event.currentTarget.value)}>
            {state.services.map((one) => (
              <option key={one.service} value={one.service}>
                {one.label}
              </option>
            ))}
          </select>
        </label>
        <div class="line">
          <label class="field">
            <span>Key</span>
            <input
              {...(shown ? { type: 'text' as const } : { type: 'password' as const })} name="key" value={key} required autocomplete="off" spellcheck={false}
              aria-describedby="key-hint" onInput={(event) => setKey(event.currentTarget.value)}
            />
          </label>
          <button type="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide' : 'Show'}
          </button>
        </div>
        <p class="quiet" id="key-hint">
          {chosen ? `It ${chosen.keyHint}; you find it at ${chosen.keysPage}.` : ''} It stays in this browser, where no web page can read it.
        </p>
        <details>
          <summary>Advanced</summary>
          <label class="field">
            <span>Another address of the service</span>
            <input name="endpoint" type="url" value={endpoint} placeholder={chosen?.endpoint} onInput={(event) => setEndpoint(event.currentTarget.value)} />
          </label>
        </details>
        <div class="tools">
          <button type="submit" class="primary" disabled={busy}>
            {busy ? 'Asking for the balance …' : 'Check and add'}
          </button>
        </div>
        {failure ? <FailureNote failure={failure} /> : null}
        <p class="saved" role="status">
          {added}
        </p>
      </form>
    </section>
  );
}
