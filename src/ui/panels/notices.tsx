/** Popup and options. Why nothing can be done here, and what is wrong with the configuration. */
import type { SettingsProblem } from '../../core/settings.ts';
import type { TabObstacle } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';

export function Obstacle({ obstacle, tabId, connector }: { obstacle: TabObstacle; tabId: number; connector: Connector }) {
  if (obstacle === 'none') return null;
  if (obstacle === 'browser-page') {
    return (
      <div class="note" data-obstacle={obstacle}>
        <p>Browsers let no extension work on their own pages and stores.</p>
      </div>
    );
  }
  if (obstacle === 'no-permission') {
    return (
      <div class="note note-bad" data-obstacle={obstacle}>
        <p>The browser keeps Latchkey from working on this site, because access to sites is not allowed.</p>
        <button type="button" class="primary" onClick={() => void connector.requestAllSites()}>
          Allow access
        </button>
      </div>
    );
  }
  return (
    <div class="note" data-obstacle={obstacle}>
      <p>This tab was open before Latchkey was installed or updated. Reload it once.</p>
      <button
        type="button"
        class="primary"
        onClick={() => {
          void connector.reloadTab(tabId);
          window.close();
        }}
      >
        Reload this tab
      </button>
    </div>
  );
}

export function Problems({ problems, source }: { problems: SettingsProblem[]; source?: 'file' | 'policy' }) {
  if (problems.length === 0) return null;
  return (
    <div class="note note-bad" role="alert" data-problems>
      <p>{source === 'policy' ? 'The managed policy' : 'latchkey.json'} is wrong, so nothing is solved:</p>
      <ul>
        {problems.map(({ path, message }) => (
          <li key={path}>
            <code>{path}</code> <bdi>{message}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}
