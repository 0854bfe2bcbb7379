/** Popup. What this is, and the ways to the other pages. */
import type { Connector } from '../connector.ts';
import { tr } from '../tr.ts';
import { HistoryIcon, SettingsIcon } from './popup-icons.tsx';

export function PopupHeader({ connector }: { connector: Connector }) {
  const [history, settings] = [tr('History and costs'), tr('Settings')];
  return (
    <header class="popup-head">
      <h1>
        <img src="/icons/icon-32.png" alt="" width={22} height={22} /> Latchkey
      </h1>
      <button
        type="button"
        class="plain"
        aria-label={history}
        title={history}
        data-open="history"
        onClick={() => void connector.openOptions('history')}
      >
        <HistoryIcon />
      </button>
      <button
        type="button"
        class="plain"
        aria-label={settings}
        title={settings}
        data-open="settings"
        onClick={() => void connector.openOptions()}
      >
        <SettingsIcon />
      </button>
    </header>
  );
}
