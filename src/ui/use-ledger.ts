/** Extension pages. The ledger's rows on show, kept up to date while the page is open. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { mergeNewest } from '../core/ledger.ts';
import type { LedgerPage } from '../protocol/views.ts';
import type { Connector } from './connector.ts';

/** Rows that come at once. */
const PAGE = 50;

export interface LedgerView {
  /** Null until the first answer. */
  page: LedgerPage | null;
  /** Adds older rows; resolves with how many came and whether there are still more. Null where the worker does not answer. */
  showMore(): Promise<{ added: number; more: boolean } | null>;
  /** Resolves with the fresh page; null where the worker does not answer. */
  refresh(): Promise<LedgerPage | null>;
}

/** @param site host name; empty for all. */
export function useLedger(connector: Connector, site: string): LedgerView {
  const [shown, setShown] = useState<{ site: string; page: LedgerPage } | null>(null);
  const wanted = useRef(site);
  wanted.current = site;
  const ask = useCallback(
    (before?: number) => connector.ask('ledgerPage', { limit: PAGE, ...(before === undefined ? {} : { before }), ...(site ? { site } : {}) }).catch(() => null),
    [connector, site],
  );
  const refresh = useCallback(async () => {
    const fresh = await ask();
    // Another site was chosen meanwhile: its own answer is on the way.
    if (fresh && wanted.current === site) setShown((before) => ({ site, page: before?.site === site ? merged(before.page, fresh) : fresh }));
    return fresh;
  }, [ask, site]);
  useEffect(() => {
    let [busy, again] = [false, false];
    // A running solve stores something every moment; what comes while the worker is asked is one question more, not many.
    const update = async () => {
      again = true;
      if (busy) return;
      busy = true;
      while (again) {
        again = false;
        await refresh();
      }
      busy = false;
    };
    void update();
    return connector.onStored(() => void update());
  }, [connector, refresh]);
  const showMore = async () => {
    const last = shown?.page.entries.at(-1);
    const older = last ? await ask(last.at) : null;
    if (!last || !older || wanted.current !== site) return null;
    setShown((before) => before && { site, page: { ...older, entries: [...before.page.entries.filter(({ at }) => at >= last.at), ...older.entries] } });
    return { added: older.entries.length, more: older.more };
  };
  return { page: shown?.page ?? null, showMore, refresh };
}

function merged(before: LedgerPage, fresh: LedgerPage): LedgerPage {
  const entries = mergeNewest(before.entries, fresh.entries, fresh.more);
  return { ...fresh, entries, more: entries.length > fresh.entries.length ? before.more : fresh.more };
}
