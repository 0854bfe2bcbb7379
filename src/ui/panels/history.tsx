/** History. Puts the panels together: what is looked at, the sums and charts of it, the attempts, and what can be done with them. */
import { useCallback, useMemo, useState } from 'preact/hooks';
import { LEDGER_DAYS, LEDGER_ROWS, type LedgerEntry } from '../../core/ledger.ts';
import { firstInstant } from '../../core/ledger-series.ts';
import { filterEntries, rowText, type LedgerFilter, type RowWords } from '../../core/ledger-view.ts';
import type { Request } from '../../protocol/rpc.ts';
import type { Connector } from '../connector.ts';
import { number, outcomeWords } from '../ledger-words.ts';
import { tr } from '../tr.ts';
import { useLanguage } from '../use-language.ts';
import { useLedger, type LiveLedger } from '../use-ledger.ts';
import { kindName } from '../words.ts';
import { HistoryCharts } from './history-charts.tsx';
import { HistoryDelete } from './history-delete.tsx';
import { HistoryExport } from './history-export.tsx';
import { HistoryScope, HistorySearch } from './history-filter.tsx';
import { HistoryTable } from './history-table.tsx';
import { HistoryTotals } from './history-totals.tsx';

const EVERYTHING: LedgerFilter = { site: '', kind: '', service: '', outcome: '', text: '' };
/** Days that are shown first. */
const DAYS = 30;

export function History({ connector }: { connector: Connector }) {
  const ledger = useLedger(connector);
  const { entries, state } = ledger;
  const language = useLanguage(connector);
  return (
    <main key={language} data-ledger={state} aria-busy={state === 'loading' || state === 'partial'}>
      <header class="row-head">
        <h1>
          <img src="/icons/icon-48.png" alt="" width={32} height={32} /> {tr('History and costs')}
        </h1>
        <button type="button" onClick={() => void connector.openOptions()}>
          {tr('Settings')}
        </button>
      </header>
      <p class="quiet">
        {tr(
          'Kept in this browser only. Attempts that are kept at most: $1. Days that they are kept: $2.',
          number(LEDGER_ROWS),
          LEDGER_DAYS,
        )}
      </p>
      {state === 'silent' ? (
        <p class="note note-bad" role="alert" data-silent>
          {tr('Latchkey’s background does not answer. Reload this page; if it stays so, restart the browser.')}
        </p>
      ) : null}
      {state === 'none' ? (
        <p class="note note-bad" data-not-kept>
          {tr('This browser does not let Latchkey keep a history. Captchas are solved all the same.')}
        </p>
      ) : null}
      {state === 'loading' ? <p class="quiet">{tr('One moment …')}</p> : null}
      {state === 'whole' && entries.length === 0 ? (
        <p class="note" data-empty>
          {tr('No attempts yet. Each one will be listed here with its cost.')}
        </p>
      ) : null}
      <Attempts ledger={ledger} connector={connector} />
    </main>
  );
}

function Attempts({
  ledger: { entries, labels, state, reload },
  connector,
}: {
  ledger: LiveLedger;
  connector: Connector;
}) {
  const [filter, setFilter] = useState(EVERYTHING);
  const [days, setDays] = useState(DAYS);
  // Where rows were deleted, their section stays with the word of it.
  const [deleted, setDeleted] = useState(false);
  // The names come anew with every answer and stay the same all the time.
  const names = JSON.stringify(labels);
  const label = useMemo(() => {
    const known = JSON.parse(names) as Record<string, string>;
    return (service: string) => known[service] ?? service;
  }, [names]);
  const words = useMemo(
    (): RowWords => ({
      kind: ({ kind }) => kindName(kind),
      service: ({ service }) => label(service),
      outcome: (entry) => outcomeWords(entry, Date.now()),
    }),
    [label],
  );
  const textOf = useMemo(() => keptTexts(words), [words]);
  const change = (part: Partial<LedgerFilter>) => setFilter((before) => ({ ...before, ...part }));
  const { site, kind, service, outcome, text } = filter;
  const scoped = useMemo(
    () => filterEntries(entries, { ...EVERYTHING, site, kind, service }, firstInstant(days, Date.now()), textOf),
    [entries, site, kind, service, days, textOf],
  );
  const shown = useMemo(
    () => filterEntries(scoped, { ...EVERYTHING, outcome, text }, -Infinity, textOf),
    [scoped, outcome, text, textOf],
  );
  const remove = useCallback(
    async (which: Request<'forgetAttempts'>) => {
      const gone = await connector.ask('forgetAttempts', which).catch(() => null);
      setDeleted(true);
      await reload();
      return gone;
    },
    [connector, reload],
  );
  return (
    <>
      {entries.length ? (
        <>
          <section aria-labelledby="overview">
            <h2 id="overview">{tr('Overview')}</h2>
            <HistoryScope
              entries={entries}
              words={words}
              filter={filter}
              days={days}
              onChange={change}
              onDays={setDays}
            />
            <HistoryTotals entries={scoped} label={label} />
            <HistoryCharts entries={scoped} days={days} label={label} />
          </section>
          <section aria-labelledby="attempts">
            <h2 id="attempts">{tr('Attempts')}</h2>
            <HistorySearch filter={filter} onChange={change} />
            <p class="quiet" role="status" data-shown>
              {tr('Shown: $1. Kept in all: $2.', number(shown.length), number(entries.length))}
            </p>
            <Shown
              entries={shown}
              words={words}
              asked={JSON.stringify([filter, days])}
              onAll={() => {
                setFilter(EVERYTHING);
                setDays(LEDGER_DAYS);
              }}
            />
          </section>
          <HistoryExport shown={shown} all={entries} waiting={state === 'partial'} />
        </>
      ) : null}
      {entries.length || deleted ? <HistoryDelete entries={entries} onDelete={remove} /> : null}
    </>
  );
}

/** Every letter typed looks through all rows: each is put into words once. */
function keptTexts(words: RowWords): (entry: LedgerEntry) => string {
  const kept = new WeakMap<LedgerEntry, string>();
  return (entry) => {
    const text = kept.get(entry) ?? rowText(entry, words);
    kept.set(entry, text);
    return text;
  };
}

interface ShownProps {
  entries: readonly LedgerEntry[];
  words: RowWords;
  /** What was looked for. */
  asked: string;
  onAll: () => void;
}

function Shown({ entries, words, asked, onAll }: ShownProps) {
  if (entries.length) {
    return (
      <>
        <p class="quiet" id="attempts-keys">
          {tr('Press a column’s name to sort by it. The arrow keys go from attempt to attempt, Enter opens one.')}
        </p>
        <HistoryTable entries={entries} words={words} asked={asked} />
      </>
    );
  }
  return (
    <div class="note" data-none-shown>
      <p>{tr('No attempt fits what you are looking for.')}</p>
      <button type="button" data-all onClick={onAll}>
        {tr('Show all')}
      </button>
    </div>
  );
}
