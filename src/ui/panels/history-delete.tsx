/** History. Takes rows away, after saying which and asking once more. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { DAY_MS, type LedgerEntry } from '../../core/ledger.ts';
import type { Request } from '../../protocol/rpc.ts';
import { number } from '../ledger-words.ts';
import { tr } from '../tr.ts';
import { choices } from './history-filter.tsx';

interface Props {
  /** All that are kept. */
  entries: readonly LedgerEntry[];
  /** Resolves with how many went, null where it could not be done. */
  onDelete: (which: Request<'forgetAttempts'>) => Promise<number | null>;
}

/** Days that what is kept may reach back. */
const AGES = [7, 30, 90] as const;

export function HistoryDelete({ entries, onDelete }: Props) {
  const [what, setWhat] = useState('all');
  const [site, setSite] = useState('');
  const [asked, setAsked] = useState<Request<'forgetAttempts'> | null>(null);
  const [said, setSaid] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  const sites = choices(
    entries,
    ({ site }) => site,
    ({ site }) => site,
  );
  const chosen = sites.some(([one]) => one === site) ? site : (sites[0]?.[0] ?? '');
  const which = (): Request<'forgetAttempts'> =>
    what === 'all'
      ? { all: true }
      : what === 'site'
        ? { site: chosen }
        : { before: Date.now() - Number(what) * DAY_MS };
  const done = async (wish: Request<'forgetAttempts'>) => {
    const gone = await onDelete(wish);
    // The button that was pressed goes, and after the last row there is no other.
    heading.current?.focus();
    setSaid(gone === null ? tr('The attempts could not be deleted.') : tr('Deleted attempts: $1', number(gone)));
    setAsked(null);
  };
  return (
    <section aria-labelledby="delete">
      <h2 id="delete" tabIndex={-1} ref={heading}>
        {tr('Delete')}
      </h2>
      {entries.length ? (
        <>
          <p class="quiet">
            {tr(
              'What is deleted here is gone from the table and the charts for good. Your budgets for today stay as they are.',
            )}
          </p>
          <div class="line">
            <label class="field">
              <span>{tr('Attempts to delete')}</span>
              <select
                name="deleted"
                value={what}
                disabled={asked !== null}
                onChange={(event) => setWhat(event.currentTarget.value)}
              >
                <option value="all">{tr('All of them')}</option>
                {AGES.map((days) => (
                  <option key={days} value={String(days)}>
                    {tr('Those older than $1 days', days)}
                  </option>
                ))}
                {sites.length ? <option value="site">{tr('Those of one site')}</option> : null}
              </select>
            </label>
            {what === 'site' ? (
              <label class="field">
                <span>{tr('Site')}</span>
                <select
                  name="deletedSite"
                  value={chosen}
                  disabled={asked !== null}
                  onChange={(event) => setSite(event.currentTarget.value)}
                >
                  {sites.map(([one]) => (
                    <option key={one} value={one}>
                      {one}
                    </option>
                  ))}
                </select>
              </label>
            ) : null}
          </div>
          <Twice
            asked={asked !== null}
            question={asked ? question(asked, entries) : ''}
            onAsk={() => setAsked(which())}
            onKeep={() => setAsked(null)}
            onSure={() => (asked ? done(asked) : Promise.resolve())}
          />
        </>
      ) : null}
      <p class="quiet" role="status" data-deleted>
        {said}
      </p>
    </section>
  );
}

function question(which: Request<'forgetAttempts'>, entries: readonly LedgerEntry[]): string {
  const count = entries.filter(({ at, site }) =>
    'before' in which ? at < which.before : 'site' in which ? site === which.site : true,
  ).length;
  return 'site' in which
    ? tr('Delete the attempts on $1? Attempts that go: $2', which.site, number(count))
    : tr('Delete them? Attempts that go: $1', number(count));
}

interface TwiceProps {
  asked: boolean;
  question: string;
  onAsk: () => void;
  onKeep: () => void;
  onSure: () => Promise<void>;
}

/** Where the first button was, the second click keeps the rows: a double click must not delete them. */
function Twice({ asked, question, onAsk, onKeep, onSure }: TwiceProps) {
  const first = useRef<HTMLButtonElement>(null);
  const before = useRef(asked);
  // The button that was pressed is gone, so the focus goes to the one in its place.
  useEffect(() => {
    if (before.current !== asked) first.current?.focus();
    before.current = asked;
  }, [asked]);
  if (!asked) {
    return (
      <div class="tools">
        <button key="ask" ref={first} type="button" data-delete onClick={onAsk}>
          {tr('Delete …')}
        </button>
      </div>
    );
  }
  return (
    <div
      class="note note-bad"
      role="group"
      aria-labelledby="delete-question"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onKeep();
      }}
    >
      <div class="tools">
        <button key="keep" ref={first} type="button" data-keep aria-describedby="delete-question" onClick={onKeep}>
          {tr('Keep them')}
        </button>
        <button type="button" class="danger" data-delete-now onClick={() => void onSure()}>
          {tr('Really delete them')}
        </button>
      </div>
      <p id="delete-question">{question}</p>
    </div>
  );
}
