/** Options. Changes an account that is there: address, its service's own options, and the key only where a new one is typed. Checked before it is saved. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../core/outcome.ts';
import type { AccountView, ServiceChoice } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { tr } from '../tr.ts';
import { EndpointField, isEndpointText } from './endpoint-field.tsx';
import { FailureNote } from './failure-note.tsx';
import { KeyField } from './key-field.tsx';
import { OptionField } from './option-field.tsx';

interface Props {
  account: AccountView;
  service: ServiceChoice | undefined;
  name: string;
  connector: Connector;
  /** `said` is told once the form is gone. */
  onClose: (said: string) => void;
}

export function AccountEdit({ account, service, name, connector, onClose }: Props) {
  const { accountId, keyEnd } = account;
  const [key, setKey] = useState('');
  const [endpoint, setEndpoint] = useState(account.ownEndpoint ? account.endpoint : '');
  const [options, setOptions] = useState(() =>
    Object.fromEntries(Object.entries(account.options ?? {}).map(([option, value]) => [option, String(value)])),
  );
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input, select')?.focus(), []);
  const save = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (busy || !isEndpointText(endpoint)) return;
    setBusy(true);
    setFailure(null);
    const answer = await connector
      .ask('editAccount', { accountId, endpoint: endpoint.trim(), options, ...(key.trim() ? { key: key.trim() } : {}) })
      .catch(() => null);
    setBusy(false);
    if (answer?.ok) onClose(tr('$1: saved.', name));
    else if (answer) setFailure(answer.failure);
  };
  return (
    <form
      ref={form}
      aria-label={tr('Edit $1', name)}
      data-edit
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose('');
      }}
    >
      <EndpointField usual={service?.endpoint ?? ''} value={endpoint} tried={tried} onInput={setEndpoint} />
      {(service?.options ?? []).map((option) => (
        <OptionField
          key={option.name}
          option={option}
          value={options[option.name] ?? ''}
          onChange={(option_, value) => setOptions({ ...options, [option_]: value })}
        />
      ))}
      <KeyField
        label={keyEnd ? tr('New key (empty: the present one stays)') : tr('Key')}
        value={key}
        required={!keyEnd}
        onInput={setKey}
      />
      <div class="tools">
        <button type="submit" class="small primary" aria-disabled={busy || undefined}>
          {tr(busy ? 'Asking for the balance …' : 'Check and save')}
        </button>
        <button type="button" class="small" onClick={() => onClose('')}>
          {tr('Cancel')}
        </button>
      </div>
      {failure ? <FailureNote ofAccount failure={failure} /> : null}
    </form>
  );
}
