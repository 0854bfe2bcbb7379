/** Extension pages. What the one button of a failure does. */
import type { Failure, FixAction } from '../core/outcome.ts';
import type { Section } from '../protocol/rpc.ts';
import type { AccountView } from '../protocol/views.ts';
import type { Connector } from './connector.ts';

/** Where in the settings each fix begins. */
const sections: Partial<Record<FixAction, Section>> = {
  'set-proxy': 'proxy',
  'raise-budget': 'budget',
  'pick-service': 'add',
  'open-options': 'accounts',
};

/** `retry` and `wait` are the row's own Retry button, `switch-type` is the row's too. Called straight from a click, which the permission request needs. */
export async function runFix(
  failure: Failure,
  connector: Connector,
  tabId: number,
  account?: AccountView,
): Promise<void> {
  switch (failure.action) {
    case 'grant-permission':
      await connector.requestAllSites();
      return;
    case 'reload-page':
    case 'reload-captcha':
      await connector.reloadTab(tabId);
      return;
    case 'copy-report':
      await connector.copy(
        `Latchkey report\ncode: ${failure.code}\n${failure.message}\n${failure.fix}\ncharged: ${failure.charged}${failure.requestId ? `\nrequest: ${failure.requestId}` : ''}`,
      );
      return;
    case 'solve-by-hand':
      window.close();
      return;
    case 'add-credits':
    case 'check-key': {
      const page = failure.action === 'add-credits' ? account?.creditsPage : account?.keysPage;
      await (page ? connector.openPage(page) : connector.openOptions('accounts'));
      return;
    }
    default:
      await connector.openOptions(failure.code === 'NO_ACCOUNT' ? 'add' : sections[failure.action]);
  }
}
