/** Options. One account: what is left on it, what is wrong with it, and what can be done. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AccountView, ServiceChoice } from '../../protocol/views.ts';
import type { OptionsConnector } from '../options-connector.ts';
import { runFix } from '../fix.ts';
import { tr } from '../tr.ts';
import { age, balanceText } from '../words.ts';
import { AccountEdit } from './account-edit.tsx';
import { FailureNote } from './failure-note.tsx';
import { SecondThought } from './second-thought.tsx';

export const nameOf = ({ label, keyEnd }: AccountView): string => (keyEnd ? `${label} …${keyEnd}` : label);

export interface RowProps {
  account: AccountView;
  service: ServiceChoice | undefined;
  index: number;
  count: number;
  connector: OptionsConnector;
  /** Set while rows are dragged. */
  shift?: number;
  mark?: 'before' | 'after';
  onGrip: (event: PointerEvent) => void;
  onMove: (to: number, by: 'up' | 'down') => void;
  onRemove: () => void;
  onSaid: (text: string) => void;
}

const OWN_FIXES = new Set(['add-credits', 'check-key', 'grant-permission', 'copy-report']);

export function AccountRow({
  account,
  service,
  index,
  count,
  connector,
  shift,
  mark,
  onGrip,
  onMove,
  onRemove,
  onSaid,
}: RowProps) {
  const { accountId, label, endpoint, keyEnd, balance, low, failure, fixedBy, stoppedUntil } = account;
  const [editing, setEditing] = useState<boolean | null>(null);
  const [busy, setBusy] = useState(false);
  const edit = useRef<HTMLButtonElement>(null);
  const name = nameOf(account);
  // Back to where the form was opened from.
  useEffect(() => {
    if (editing === false) edit.current?.focus();
  }, [editing]);
  const check = async (again: () => Promise<{ ok: boolean } | null>) => {
    setBusy(true);
    const answer = await again().catch(() => null);
    setBusy(false);
    onSaid(
      answer?.ok
        ? tr('$1: the service knows the key.', name)
        : answer
          ? tr('$1: there is a problem, see below the account.', name)
          : tr('Latchkey’s background did not answer. Try again.'),
    );
  };
  const atEnd = { up: index === 0, down: index === count - 1 };
  const mover = (by: 'up' | 'down') => (
    <button
      type="button"
      class="small"
      data-move={by}
      aria-disabled={atEnd[by] || undefined}
      aria-label={by === 'up' ? tr('Move $1 up', name) : tr('Move $1 down', name)}
      onClick={() => !atEnd[by] && onMove(by === 'up' ? index - 1 : index + 1, by)}
    >
      {tr(by === 'up' ? 'Up' : 'Down')}
    </button>
  );
  return (
    <li
      class="row account"
      data-account={accountId}
      data-dragged={shift === undefined ? undefined : ''}
      data-drop={mark}
      style={shift === undefined ? undefined : { transform: `translateY(${shift}px)` }}
    >
      {fixedBy || count < 2 ? null : (
        <span class="grip" data-grip aria-hidden="true" title={tr('Drag to another place')} onPointerDown={onGrip}>
          <svg viewBox="0 0 10 16" width="10" height="16" fill="currentColor" focusable="false">
            {[3, 8, 13].flatMap((y) => [2, 8].map((x) => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.5" />))}
          </svg>
        </span>
      )}
      <div class="account-body">
        <div class="row-head">
          <div>
            <strong>{label}</strong> <span class="quiet">{keyEnd ? tr('key …$1', keyEnd) : tr('no key yet')}</span>
            <p class="quiet">
              <bdi>{endpoint}</bdi>
            </p>
          </div>
          <div>
            <span class={low ? 'amount low' : 'amount'}>
              {balance ? (low ? tr('$1 (low)', balanceText(balance)) : balanceText(balance)) : tr('balance unknown')}
            </span>
            {balance ? <p class="quiet">{age(balance.at, Date.now())}</p> : null}
          </div>
        </div>
        {keyEnd ? null : <p class="note note-bad">{tr('This account needs its key: choose Edit and type it.')}</p>}
        {failure && keyEnd ? (
          <FailureNote
            ofAccount
            failure={failure}
            onAction={OWN_FIXES.has(failure.action) ? () => void runFix(failure, connector, -1, account) : undefined}
          />
        ) : null}
        {editing ? (
          <AccountEdit
            account={account}
            service={service}
            name={name}
            connector={connector}
            onClose={(said) => {
              setEditing(false);
              onSaid(said);
            }}
          />
        ) : (
          <div class="tools">
            {stoppedUntil === undefined ? (
              <button
                type="button"
                class="small"
                data-check
                disabled={!keyEnd}
                aria-disabled={busy || undefined}
                aria-label={busy ? undefined : tr('Check again: $1', name)}
                onClick={() => busy || void check(() => connector.ask('checkAccount', { accountId }))}
              >
                {tr(busy ? 'Asking …' : 'Check again')}
              </button>
            ) : (
              <button
                type="button"
                class="small"
                data-mended
                aria-disabled={busy || undefined}
                onClick={() => busy || void check(() => connector.ask('clearBreaker', { accountId }))}
              >
                {tr('I mended it: try again')}
              </button>
            )}
            {fixedBy ? null : (
              <>
                {count < 2 ? null : mover('up')}
                {count < 2 ? null : mover('down')}
                <button
                  ref={edit}
                  type="button"
                  class="small"
                  data-open-edit
                  aria-label={tr('Edit $1', name)}
                  onClick={() => setEditing(true)}
                >
                  {tr('Edit')}
                </button>
                <SecondThought
                  small
                  ask={tr('Remove')}
                  label={tr('Remove $1', name)}
                  question={tr('Remove $1 and its key?', name)}
                  really={tr('Really remove $1', name)}
                  onYes={onRemove}
                />
              </>
            )}
          </div>
        )}
      </div>
    </li>
  );
}
