/** Options. Adds an account; the key is checked by asking the service for the balance before anything is saved. */
import { useState } from 'preact/hooks';
import type { Failure } from '../../core/outcome.ts';
import type { OptionsState } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { tr, trParts } from '../tr.ts';
import { balanceText } from '../words.ts';
import { EndpointField, isEndpointText } from './endpoint-field.tsx';
import { FailureNote } from './failure-note.tsx';
import { KeyField } from './key-field.tsx';
import { OptionField } from './option-field.tsx';
import { Section } from './section.tsx';

interface Props {
  state: OptionsState;
  connector: Connector;
  onAdded: () => Promise<void>;
}

export function AccountForm({ state, connector, onAdded }: Props) {
  const [service, setService] = useState('');
  const [key, setKey] = useState('');
  const [endpoint, setEndpoint] = useState('');
  const [options, setOptions] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [added, setAdded] = useState('');
  const chosen = state.services.find((one) => one.service === service);
  const choose = (next: string) => {
    setService(next);
    setOptions({});
    // Another service starts at its own address: a key must not go to the one before.
    setEndpoint('');
    setFailure(null);
  };
  const must = chosen?.options.filter(({ required }) => required) ?? [];
  const may = chosen?.options.filter(({ required }) => !required) ?? [];
  const ownAddress = chosen?.endpoint === '';
  const put = (name: string, value: string) =>
    setOptions(({ [name]: _before, ...others }) => (value ? { ...others, [name]: value } : others));
  const address = (
    <EndpointField
      usual={chosen?.endpoint ?? 'https://api.example.com'}
      value={endpoint}
      tried={tried}
      onInput={setEndpoint}
    />
  );
  const add = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (busy || !isEndpointText(endpoint)) return;
    setBusy(true);
    setFailure(null);
    setAdded('');
    const wish = { service, key: key.trim(), ...(endpoint.trim() ? { endpoint: endpoint.trim() } : {}), options };
    const answer = await connector.ask('addAccount', wish).catch(() => null);
    setBusy(false);
    if (answer?.ok) {
      const { balance, label } = answer.value;
      // The account is in the list before it is said to be.
      await onAdded();
      setAdded(balance ? tr('$1 added. On the account: $2.', label, balanceText(balance)) : tr('$1 added.', label));
      setKey('');
      setEndpoint('');
      setTried(false);
    } else if (answer) setFailure(answer.failure);
    else setAdded(tr('Not saved: Latchkey’s background did not answer. Try again.'));
  };
  return (
    <Section id="add" title={tr('Add an account')}>
      <form onSubmit={(event) => void add(event)}>
        <label class="field">
          <span>{tr('Service')}</span>
          <select name="service" value={service} required onChange={(event) => choose(event.currentTarget.value)}>
            <option value="">{tr('Choose …')}</option>
            {state.services.map((one) => (
              <option key={one.service} value={one.service}>
                {one.label}
              </option>
            ))}
          </select>
        </label>
        {chosen?.note ? <p class="quiet">{tr(chosen.note)}</p> : null}
        {ownAddress ? address : null}
        {must.map((option) => (
          <OptionField
            key={`${service} ${option.name}`}
            option={option}
            value={options[option.name] ?? ''}
            onChange={put}
          />
        ))}
        <KeyField label={tr('Key')} value={key} required describedBy="key-hint" onInput={setKey} />
        <div class="quiet" id="key-hint">
          {chosen ? <p>{tr('What it looks like: $1.', tr(chosen.keyHint))}</p> : null}
          {chosen?.keysPage ? <KeysPage address={chosen.keysPage} /> : null}
          <p>{tr('It stays in this browser, where no web page can read it.')}</p>
        </div>
        {may.length || !ownAddress ? (
          <details open={endpoint !== '' || undefined}>
            <summary>{tr('Advanced')}</summary>
            {may.map((option) => (
              <OptionField
                key={`${service} ${option.name}`}
                option={option}
                value={options[option.name] ?? ''}
                onChange={put}
              />
            ))}
            {ownAddress ? null : address}
          </details>
        ) : null}
        <div class="tools">
          <button type="submit" class="primary" aria-disabled={busy || undefined}>
            {tr(busy ? 'Asking for the balance …' : 'Check and add')}
          </button>
        </div>
        {failure ? <FailureNote ofAccount failure={failure} /> : null}
        <p class="said" role="status" data-added>
          {added}
        </p>
      </form>
    </Section>
  );
}

function KeysPage({ address }: { address: string }) {
  const [before, after] = trParts('You find it at $1.');
  return (
    <p>
      {before}
      <a href={address} target="_blank" rel="noreferrer">
        {address}
      </a>
      {after}
    </p>
  );
}
