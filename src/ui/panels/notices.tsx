/** Popup and options. Why nothing can be done here, and what is wrong with the configuration. */
import type { SettingsProblem } from '../../core/settings.ts';
import type { TabObstacle } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { tr, trWords } from '../tr.ts';

export function Obstacle({
  obstacle,
  tabId,
  connector,
}: {
  obstacle: TabObstacle;
  tabId: number;
  connector: Connector;
}) {
  switch (obstacle) {
    case 'none':
      return null;
    case 'browser-page':
      return (
        <div class="note" data-obstacle={obstacle}>
          <p>{tr('Latchkey works on web pages. This is a page of the browser itself, or a file.')}</p>
        </div>
      );
    case 'store':
      return (
        <div class="note" data-obstacle={obstacle}>
          <p>{tr('Browsers let no extension work on this site, to protect their store and accounts.')}</p>
        </div>
      );
    case 'no-permission':
      return (
        <div class="note note-bad" data-obstacle={obstacle}>
          <p>{tr('The browser keeps Latchkey from working on this site, because access to sites is not allowed.')}</p>
          <button type="button" class="primary" onClick={() => void connector.requestAllSites()}>
            {tr('Allow access')}
          </button>
        </div>
      );
    case 'reload-needed':
      return (
        <div class="note" data-obstacle={obstacle}>
          <p>{tr('This tab was open before Latchkey was installed or updated. Reload it once.')}</p>
          <button
            type="button"
            class="primary"
            onClick={() => {
              void connector.reloadTab(tabId);
              window.close();
            }}
          >
            {tr('Reload this tab')}
          </button>
        </div>
      );
  }
}

export function Problems({ problems, source }: { problems: SettingsProblem[]; source?: 'file' | 'policy' }) {
  if (problems.length === 0) return null;
  return (
    <div class="note note-bad" role="alert" data-problems>
      <p>
        {source === 'policy'
          ? tr('The managed policy is wrong, so nothing is solved:')
          : tr('latchkey.json is wrong, so nothing is solved:')}
      </p>
      <ul>
        {problems.map(({ path, message, says }) => (
          <li key={path}>
            <code>{path}</code> <bdi>{trWords(says ?? message)}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}
