/** Options. Adds an account; the key is checked by asking the service for the balance before anything is saved. */
import { useState } from 'preact/hooks';
import type { Failure } from '../../core/outcome.ts';
import type { OptionsState } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { balanceText } from '../words.ts';
import { FailureNote } from './failure-note.tsx';
import { OptionField } from './option-field.tsx';

interface Props {
  state: OptionsState;
  connector: Connector;
  onAdded: () => void;
}

export function AccountForm({ state, connector, onAdded }: Props) {
  const [service, setService] = useState('');
  const [key, setKey] = useState('');
  const [shown, setShown] = useState(false);
  const [endpoint, setEndpoint] = useState('');
  const [options, setOptions] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [added, setAdded] = useState('');
  const chosen = state.services.find((one) => one.service === service);
  const choose = (next: string) => {
    setService(next);
    setOptions({});
  };
  const must = chosen?.options.filter(({ required }) => required) ?? [];
  const may = chosen?.options.filter(({ required }) => !required) ?? [];
  const ownAddress = chosen?.endpoint === '';
  const put = (name: string, value: string) => setOptions(({ [name]: _before, ...others }) => (value ? { ...others, [name]: value } : others));
  const address = (
    <label class="field">
      <span>{ownAddress ? 'Address of the service' : 'Another address of the service'}</span>
      <input
        name="endpoint" type="url" value={endpoint} required={ownAddress} placeholder={chosen?.endpoint || 'https://api.example.com'}
        onInput={(event) => setEndpoint(event.currentTarget.value)}
      />
    </label>
  );
  const add = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    setAdded('');
    const wish = { service, key: key.trim(), ...(endpoint.trim() ? { endpoint: endpoint.trim() } : {}), options };
    const answer = await connector.ask('addAccount', wish).catch(() => null);
    setBusy(false);
    if (answer?.ok) {
      const { balance, label } = answer.value;
      setAdded(`${label} added${balance ? `: ${balanceText(balance)} on the account` : ''}.`);
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
          <select name="service" value={service} required onChange={(event) => choose(event.currentTarget.value)}>
            <option value="">Choose …</option>
            {state.services.map((one) => (
              <option key={one.service} value={one.service}>
                {one.label}
              </option>
            ))}
          </select>
        </label>
        {chosen?.note ? <p class="quiet">{chosen.note}</p> : null}
        {ownAddress ? address : null}
        {must.map((option) => (
          <OptionField key={`${service} ${option.name}`} option={option} value={options[option.name] ?? ''} onChange={put} />
        ))}
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
          {chosen ? `What it looks like: ${chosen.keyHint}.${chosen.keysPage ? ` You find it at ${chosen.keysPage}.` : ''}` : ''} It stays in this browser, where no web page can read it.
        </p>
        {may.length || !ownAddress ? (
          <details>
            <summary>Advanced</summary>
            {may.map((option) => (
              <OptionField key={`${service} ${option.name}`} option={option} value={options[option.name] ?? ''} onChange={put} />
            ))}
            {ownAddress ? null : address}
          </details>
        ) : null}
        <div class="tools">
          <button type="submit" class="primary" disabled={busy}>
            {busy ? 'Asking for the balance …' : 'Check and add'}
          </button>
        </div>
        {failure ? <FailureNote ofAccount failure={failure} /> : null}
        <p class="saved" role="status">
          {added}
        </p>
      </form>
    </section>
  );
}
