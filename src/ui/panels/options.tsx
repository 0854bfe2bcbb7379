/** Options. Puts the panels together; every change is saved at once and read back from the worker. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { OptionsState } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { AccountForm } from './account-form.tsx';
import { AccountList } from './account-list.tsx';
import { General } from './general.tsx';
import { HistoryLink } from './history-link.tsx';
import { Problems } from './notices.tsx';
import { Sites } from './sites.tsx';

export function Options({ connector }: { connector: Connector }) {
  const [state, setState] = useState<OptionsState | null>(null);
  const [silent, setSilent] = useState(false);
  const refresh = useCallback(async () => {
    try {
      setState(await connector.ask('optionsState', {}));
      setSilent(false);
    } catch {
      setSilent(true);
    }
  }, [connector]);
  const shown = useRef(false);
  useEffect(() => {
    if (!state || shown.current) return;
    shown.current = true;
    // What the address names is drawn only now.
    const wanted = document.getElementById(location.hash.slice(1));
    wanted?.scrollIntoView();
    wanted?.closest('section')?.querySelector<HTMLElement>('input, select, button')?.focus();
  }, [state]);
  useEffect(() => {
    void refresh();
    return connector.onStored(() => void refresh());
  }, [connector, refresh]);
  return (
    <main>
      <h1>
        <img src="/icons/icon-48.png" alt="" width={32} height={32} /> Latchkey settings
      </h1>
      {silent ? (
        <p class="note note-bad" role="alert">
          Latchkey’s background does not answer. Reload this page; if it stays so, restart the browser.
        </p>
      ) : null}
      {state ? (
        <>
          <Problems problems={state.problems} source={state.problemSource} />
          <AccountList state={state} connector={connector} />
          {state.fixed['accounts'] ? null : <AccountForm state={state} connector={connector} onAdded={() => void refresh()} />}
          <Sites state={state} connector={connector} />
          <General state={state} connector={connector} />
          <HistoryLink connector={connector} />
        </>
      ) : (
        <p class="quiet">One moment …</p>
      )}
    </main>
  );
}

