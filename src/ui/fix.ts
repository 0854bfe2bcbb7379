/** Extension pages. What the one button of a failure does. */
import type { Failure } from '../core/outcome.ts';
import type { AccountView } from '../protocol/rpc.ts';
import type { Connector } from './connector.ts';

/** `retry` and `wait` are the row's own Retry button. Called straight from a click, which the permission request needs. */
export async function runFix(failure: Failure, connector: Connector, tabId: number, account?: AccountView): Promise<void> {
  switch (failure.action) {
    case 'grant-permission':
      await connector.requestAllSites();
      return;
    case 'reload-page':
    case 'reload-captcha':
      await connector.reloadTab(tabId);
      return;
    case 'copy-report':
      await connector.copy(`Latchkey report\ncode: ${failure.code}\n${failure.message}\n${failure.fix}\ncharged: ${failure.charged}`);
      return;
    case 'solve-by-hand':
      window.close();
      return;
    case 'add-credits':
    case 'check-key': {
      const page = failure.action === 'add-credits' ? account?.creditsPage : account?.keysPage;
      await (page ? connector.openPage(page) : connector.openOptions());
      return;
    }
    default:
      await connector.openOptions();
  }
}
