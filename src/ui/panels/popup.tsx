/** Popup. Puts the panels together and keeps them fresh; paints what was known last before it asks anything. */
import { useEffect, useState } from 'preact/hooks';
import type { PopupState } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { speak } from '../speak.ts';
import { tr } from '../tr.ts';
import { Accounts } from './accounts.tsx';
import { Announcer } from './announcer.tsx';
import { Captchas } from './captchas.tsx';
import { Obstacle, Problems } from './notices.tsx';
import { PopupHeader } from './popup-header.tsx';
import { Shortcut } from './shortcut.tsx';
import { SiteMode } from './site-mode.tsx';
import { Trouble } from './trouble.tsx';

/** Accounts and money of the last time, so that the balance is there at once. Nothing of a page is kept. */
const LAST = 'popup';

function lastKnown(): PopupState | null {
  try {
    return JSON.parse(localStorage.getItem(LAST) ?? 'null') as PopupState | null;
  } catch {
    return null;
  }
}

function remember(state: PopupState): void {
  const kept: PopupState = {
    ...state,
    site: '',
    captchas: [],
    leftAlone: [],
    details: {},
    usual: {},
    wall: undefined,
    obstacle: 'none',
    problems: [],
  };
  localStorage.setItem(LAST, JSON.stringify(kept));
}

export function Popup({ connector }: { connector: Connector }) {
  const [state, setState] = useState<PopupState | null>(lastKnown);
  const [fresh, setFresh] = useState(false);
  const [trouble, setTrouble] = useState<unknown>(null);
  useEffect(() => {
    let open = true;
    const refresh = async () => {
      try {
        const tabId = await connector.tabId();
        const next = await connector.ask('popupState', { tabId: tabId ?? -1 });
        // A language chosen elsewhere meanwhile; what follows draws everything anew.
        await speak(next.language);
        if (!open) return;
        setState(next);
        setFresh(true);
        setTrouble(null);
        remember(next);
      } catch (error) {
        if (open) setTrouble(error);
      }
    };
    void refresh();
    const stop = connector.onStored(() => void refresh());
    return () => {
      open = false;
      stop();
    };
  }, [connector]);
  useEffect(() => {
    // Most open the popup for this. Whoever is somewhere else already stays there.
    if (fresh && document.activeElement === document.body)
      document.querySelector<HTMLElement>('[data-command="solve"]')?.focus({ preventScroll: true });
  }, [fresh]);
  return (
    <main aria-busy={!fresh && !trouble}>
      <PopupHeader connector={connector} />
      {trouble ? (
        <Trouble
          error={trouble}
          silent={tr(
            'Latchkey’s background does not answer. Close this and open it again; if it stays so, restart the browser.',
          )}
          connector={connector}
        />
      ) : null}
      {state ? (
        <>
          <Problems problems={state.problems} source={state.problemSource} />
          {fresh ? <Obstacle obstacle={state.obstacle} tabId={state.tabId} connector={connector} /> : null}
          {state.accounts.length || state.problems.length ? null : <Accounts state={state} connector={connector} />}
          {fresh ? (
            <Captchas state={state} connector={connector} />
          ) : (
            <p class="quiet looking">{tr('Looking at this page …')}</p>
          )}
          <SiteMode state={state} connector={connector} />
          {state.accounts.length ? <Accounts state={state} connector={connector} /> : null}
          <Shortcut shortcut={state.shortcut} />
          {fresh ? <Announcer captchas={state.captchas} /> : null}
        </>
      ) : trouble ? null : (
        <p class="quiet">{tr('One moment …')}</p>
      )}
    </main>
  );
}
