/** Extension pages. The whole ledger, kept up to date while the page is open. It comes in pages: the newest rows are drawn before the last are there. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { mergeNewest, type LedgerEntry } from '../core/ledger.ts';
import type { LedgerPage } from '../protocol/views.ts';
import type { Connector } from './connector.ts';

/** Rows of the first page, and of each later one. */
const NEWEST = 200;
const OLDER = 2000;

interface LedgerView {
  /** Newest first. */
  entries: readonly LedgerEntry[];
  labels: Readonly<Record<string, string>>;
  /** loading: no row yet. partial: older ones are on their way. none: this browser keeps no history. silent: the worker does not answer. */
  state: 'loading' | 'partial' | 'whole' | 'none' | 'silent';
}

export interface LiveLedger extends LedgerView {
  /** Reads everything anew. */
  reload(): Promise<void>;
}

const NOTHING: LedgerView = { entries: [], labels: {}, state: 'loading' };

export function useLedger(connector: Connector): LiveLedger {
  const [view, setView] = useState(NOTHING);
  const known = useRef({ view: NOTHING, newest: '' });
  const show = useCallback((next: LedgerView) => {
    known.current.view = next;
    setView(next);
  }, []);
  const read = useCallback(
    async (anew: boolean) => {
      const ask = (limit: number, before?: number) =>
        connector.ask('ledgerPage', { limit, ...(before === undefined ? {} : { before }) }).catch(() => null);
      const page = await ask(NEWEST);
      if (!page) return show({ ...known.current.view, state: 'silent' });
      const { labels, kept } = page;
      if (kept === null) return show({ entries: [], labels, state: 'none' });
      const newest = JSON.stringify([page.entries, kept]);
      const { view } = known.current;
      // Most of what is stored while a captcha is solved changes no row.
      if (!anew && view.state === 'whole' && newest === known.current.newest) return;
      known.current.newest = newest;
      await readOlder(ask, page, anew ? [] : view.entries, (entries, state) => show({ entries, labels, state }));
    },
    [connector, show],
  );
  const queue = useRef<{ running: Promise<void> | null; again: boolean; anew: boolean }>({
    running: null,
    again: false,
    anew: false,
  });
  const update = useCallback(
    (anew: boolean) => {
      const state = queue.current;
      // A running solve stores something every moment; what comes while the worker is asked is one question more, not many.
      const run = async () => {
        while (state.again) {
          const { anew } = state;
          state.again = state.anew = false;
          await read(anew);
        }
        state.running = null;
      };
      state.again = true;
      state.anew ||= anew;
      return (state.running ??= run());
    },
    [read],
  );
  useEffect(() => {
    void update(false);
    return connector.onStored(() => void update(false));
  }, [connector, update]);
  return { ...view, reload: useCallback(() => update(true), [update]) };
}

type Ask = (limit: number, before: number) => Promise<LedgerPage | null>;

async function readOlder(
  ask: Ask,
  page: LedgerPage,
  shown: readonly LedgerEntry[],
  show: (entries: LedgerEntry[], state: LedgerView['state']) => void,
): Promise<void> {
  const kept = page.kept ?? 0;
  let entries = mergeNewest(shown, page.entries, page.more);
  // More than there are: rows went meanwhile, and nobody says which.
  if (entries.length > kept) entries = page.entries;
  let more = entries.length < kept;
  while (more) {
    show(entries, 'partial');
    const last = entries.at(-1);
    const older = last ? await ask(OLDER, last.at) : null;
    if (!older) break;
    entries = [...entries, ...older.entries];
    ({ more } = older);
  }
  show(entries, more ? 'silent' : 'whole');
}
