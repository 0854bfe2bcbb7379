/** Popup. Puts the panels together and keeps them fresh; paints what was known last before it asks anything. */
import { useEffect, useState } from 'preact/hooks';
import type { PopupState } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { Accounts } from './accounts.tsx';
import { Captchas } from './captchas.tsx';
import { Obstacle, Problems } from './notices.tsx';
import { SiteMode } from './site-mode.tsx';

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
  localStorage.setItem(LAST, JSON.stringify({ ...state, site: '', captchas: [], leftAlone: [], obstacle: 'none', problems: [] } satisfies PopupState));
}

export function Popup({ connector }: { connector: Connector }) {
  const [state, setState] = useState<PopupState | null>(lastKnown);
  const [fresh, setFresh] = useState(false);
  const [silent, setSilent] = useState(false);
  useEffect(() => {
    let open = true;
    const refresh = async () => {
      try {
        const tabId = await connector.tabId();
        const next = await connector.ask('popupState', { tabId: tabId ?? -1 });
        if (!open) return;
        setState(next);
        setFresh(true);
        setSilent(false);
        remember(next);
      } catch {
        if (open) setSilent(true);
      }
    };
    void refresh();
    const stop = connector.onStored(() => void refresh());
    return () => {
      open = false;
      stop();
    };
  }, [connector]);
  return (
    <main aria-busy={!fresh}>
      <header class="row-head">
        <h1>
          <img src="/icons/icon-32.png" alt="" width={20} height={20} /> Latchkey
        </h1>
        <button type="button" class="small" onClick={() => void connector.openOptions()}>
          Settings
        </button>
      </header>
      {silent ? (
        <p class="note note-bad" role="alert">
          Latchkey’s background does not answer. Close this and open it again; if it stays so, restart the browser.
        </p>
      ) : null}
      {state ? (
        <>
          <Problems problems={state.problems} source={state.problemSource} />
          {fresh ? <Obstacle obstacle={state.obstacle} tabId={state.tabId} connector={connector} /> : null}
          {fresh ? <Captchas state={state} connector={connector} /> : <p class="quiet">Looking at this page …</p>}
          <SiteMode state={state} connector={connector} />
          <Accounts state={state} connector={connector} />
          {state.shortcut ? (
            <footer class="quiet">
              <kbd>{state.shortcut}</kbd> solves the first captcha of the page.
            </footer>
          ) : null}
        </>
      ) : (
        <p class="quiet">One moment …</p>
      )}
    </main>
  );
}
