/** Options. Puts the panels together; every change is saved at once and read back from the worker. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { OptionsState } from '../../protocol/views.ts';
import type { OptionsConnector } from '../options-connector.ts';
import { speak } from '../speak.ts';
import { tr } from '../tr.ts';
import { AccountForm } from './account-form.tsx';
import { AccountList } from './account-list.tsx';
import { Budget } from './budget.tsx';
import { Diagnostics } from './diagnostics.tsx';
import { General } from './general.tsx';
import { HistoryLink } from './history-link.tsx';
import { Kinds } from './kinds.tsx';
import { LanguagePanel } from './language.tsx';
import { Problems } from './notices.tsx';
import { ProxyPanel } from './proxy.tsx';
import { Reset } from './reset.tsx';
import { SectionList } from './section-list.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { Sites } from './sites.tsx';
import { Toolbar } from './toolbar.tsx';
import { Transfer } from './transfer.tsx';
import { Trouble } from './trouble.tsx';

export function Options({ connector }: { connector: OptionsConnector }) {
  const [state, setState] = useState<OptionsState | null>(null);
  const [trouble, setTrouble] = useState<unknown>(null);
  const refresh = useCallback(async () => {
    try {
      const next = await connector.ask('optionsState', {});
      // Before anything is drawn, so that the whole page speaks it at once.
      await speak(next.settings.language);
      setState(next);
      setTrouble(null);
    } catch (error) {
      setTrouble(error);
    }
  }, [connector]);
  const shown = useRef(false);
  useEffect(() => {
    document.title = tr('Latchkey settings');
    if (!state || shown.current) return;
    shown.current = true;
    afterLoad(goToAddress);
  }, [state]);
  useEffect(() => {
    void refresh();
    return connector.onStored(() => void refresh());
  }, [connector, refresh]);
  const panel = { connector };
  return (
    <>
      <header>
        <h1>
          <img src="/icons/icon-48.png" alt="" width={32} height={32} /> {tr('Latchkey settings')}
        </h1>
      </header>
      {state ? <SectionList canAdd={!state.fixed['accounts']} /> : null}
      <main>
        {trouble ? (
          <Trouble
            error={trouble}
            silent={tr('Latchkey’s background does not answer. Reload this page; if it stays so, restart the browser.')}
            connector={connector}
          />
        ) : null}
        {state ? (
          <>
            <Problems problems={state.problems} source={state.problemSource} />
            <AccountList state={state} {...panel} />
            {state.fixed['accounts'] ? null : <AccountForm state={state} {...panel} onAdded={refresh} />}
            <Sites state={state} {...panel} />
            <Budget state={state} {...panel} />
            <ProxyPanel state={state} {...panel} />
            <Kinds state={state} {...panel} />
            <General state={state} {...panel} />
            <Toolbar state={state} {...panel} />
            <Shortcuts {...panel} />
            <LanguagePanel state={state} {...panel} />
            <Transfer {...panel} />
            <Reset {...panel} />
            <Diagnostics {...panel} />
            <HistoryLink connector={connector} />
          </>
        ) : trouble ? null : (
          <p class="quiet">{tr('One moment …')}</p>
        )}
      </main>
    </>
  );
}

/** Firefox goes to the fragment of the address once more, right after the load event, and takes the focus along. */
function afterLoad(act: () => void): void {
  if (document.readyState === 'complete') act();
  else addEventListener('load', () => void setTimeout(act), { once: true });
}

/** The first field of the part that the fragment names, which no browser finds at load: it is drawn later. */
function goToAddress(): void {
  const wanted = document.getElementById(location.hash.slice(1));
  wanted?.scrollIntoView();
  wanted?.closest('section')?.querySelector<HTMLElement>('input, select, button')?.focus();
}
