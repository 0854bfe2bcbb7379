/**
 * Background. Every message comes through here: the method is looked up, the caller is checked by what the browser says of it,
 * the request is parsed, and only then is anything done. What comes from somebody else is dropped without an answer; a request of a
 * content script or an extension page that can't be handled is answered, since silence means that the worker has died.
 */
import { failureFor } from '../core/error-catalogue.ts';
import { fail, succeed } from '../core/outcome.ts';
import { callers, requests, type Answer, type Method, type Request } from '../protocol/rpc.ts';
import type { Runtime } from '../platform/browser.ts';
import { accountViews, refreshAll, refreshStale } from './balances.ts';
import type { Engine } from './engine.ts';
import { hello, mountButton } from './hello.ts';
import { updateIcon } from './icon.ts';
import type { LedgerStore } from './ledger.ts';
import { forgetAttempts, ledgerPage } from './ledger-actions.ts';
import { addAccount, checkAccount, clearBreaker, editAccount, moveAccount, removeAccount } from './account-actions.ts';
import { diagnostics } from './diagnostics.ts';
import { notify } from './notifications.ts';
import { changeSettings, optionsState, setSiteMode } from './options-actions.ts';
import { checkProxy } from './proxy-check.ts';
import { exportSettings, importSettings, previewImport, resetAll } from './settings-transfer.ts';
import { openOptions } from './open-options.ts';
import { withPicture } from './pictures.ts';
import { popupState } from './popup-state.ts';
import { rejectAfterError, rejectRequest } from './rejections.ts';
import { report, reportReset } from './reports.ts';
import { contentSender, isOwnPage, type ContentSender } from './sender.ts';
import type { SettingsStore } from './settings-store.ts';
import { speak } from './speaker.ts';
import { recordReport, send } from './tabs.ts';

export interface RouterHost {
  store: SettingsStore;
  engine: Engine;
  ledger: LedgerStore;
  /** The tab's captchas or the accounts changed: the toolbar shows it. */
  toolbar(tabId?: number): Promise<void>;
  /** Settings changed, the language perhaps: what the browser itself shows is said anew. */
  renamed(): Promise<void>;
}

type Handlers = { [M in Method]: (request: Request<M>, sender: ContentSender) => Promise<Answer<M>> };

/** ms after a solve; many at once ask once. */
const BALANCE_DELAY = 2000;
/** ms after a report; drawing beside the solve that the report tells of would delay it, and many at once draw once. */
const TOOLBAR_DELAY = 100;

function handlersFor({ store, engine, ledger, toolbar, renamed }: RouterHost): Handlers {
  let asked: ReturnType<typeof setTimeout> | undefined;
  function balanceSoon(): void {
    clearTimeout(asked);
    asked = setTimeout(() => void refreshAll(store, false).then(() => toolbar()), BALANCE_DELAY);
  }
  const drawing = new Set<number>();
  function toolbarSoon(tabId: number): void {
    if (drawing.has(tabId)) return;
    drawing.add(tabId);
    setTimeout(() => {
      drawing.delete(tabId);
      void toolbar(tabId);
    }, TOOLBAR_DELAY);
  }
  return {
    hello: (request, sender) => {
      // The new document is answered whatever becomes of the old one's solve, which has a deadline of its own.
      engine.cancelReplaced(sender.document).catch(() => {});
      return hello(store, request, sender);
    },
    solve: async (request, sender) => {
      const challenge = await withPicture(request.challenge);
      if ('code' in challenge) return fail(challenge);
      const answer = await engine.solve({ ...request, challenge }, sender);
      balanceSoon();
      void notify(store, answer, request.trigger, sender);
      return answer;
    },
    acknowledge: ({ challengeId }, { document }) => engine.acknowledge(challengeId, document).then(() => null),
    cancel: ({ challengeId }, { document }) => engine.cancel(challengeId, document.tabId).then(() => null),
    report: async (request, sender) => {
      await recordReport(request, sender);
      toolbarSoon(sender.document.tabId);
      return null;
    },
    mountButton: (_request, sender) => mountButton(sender).then(() => null),
    words: ({ texts }) => speak(store, texts),
    wasReset: ({ challengeId }, { document }) => reportReset(store, challengeId, document).then(() => null),
    openOptions: ({ section }) => openOptions(section).then(() => null),
    popupState: async ({ tabId }) => {
      void refreshStale(store).then((asked) => (asked ? toolbar() : undefined));
      const state = await popupState(store, tabId);
      void updateIcon(tabId, store, state.obstacle);
      return state;
    },
    command: async ({ tabId, frameId, documentId, captchaId, command }) => {
      const answer = await send(tabId, frameId, { to: 'content', documentId, captchaId, command });
      return answer === undefined ? fail(failureFor('DOCUMENT_GONE')) : succeed(null);
    },
    refreshBalances: async () => {
      await refreshAll(store, true);
      await toolbar();
      return accountViews(store);
    },
    setSiteMode: ({ site, mode }) => setSiteMode(store, site, mode),
    optionsState: () => {
      void refreshStale(store);
      return optionsState(store);
    },
    addAccount: (request) => addAccount(store, request),
    removeAccount: ({ accountId }) => removeAccount(store, accountId),
    moveAccount: ({ accountId, to }) => moveAccount(store, accountId, to),
    changeSettings: async ({ change }) => {
      const answer = await changeSettings(store, change);
      if (answer.ok) await renamed();
      return answer;
    },
    clearBreaker: ({ accountId }) => clearBreaker(store, accountId),
    editAccount: (request) => editAccount(store, request),
    checkAccount: ({ accountId }) => checkAccount(store, accountId),
    checkProxy: ({ proxy }) => checkProxy(store, proxy),
    exportSettings: ({ secrets }) => exportSettings(store, secrets, Date.now()),
    previewImport: ({ text }) => previewImport(store, text),
    importSettings: async ({ text }) => {
      const answer = await importSettings(store, text);
      if (answer.ok) await renamed();
      balanceSoon();
      return answer;
    },
    resetAll: async () => {
      await resetAll(store, ledger);
      await renamed();
      return null;
    },
    diagnostics: () => diagnostics(store, ledger),
    reportToken: ({ attempt, verdict, score = 0 }) =>
      report(store, attempt, verdict === 'score' ? { kind: verdict, score } : { kind: verdict }),
    ledgerPage: (request) => ledgerPage(ledger, request),
    forgetAttempts: (which) => forgetAttempts(ledger, which),
  };
}

/** A listener for runtime.onMessage; undefined where the message is not for us or not allowed. */
export function createRouter(
  host: RouterHost,
): (message: unknown, sender: Runtime.MessageSender) => Promise<unknown> | undefined {
  const handlers = handlersFor(host);
  return (message, sender) => {
    const { method, request } = (typeof message === 'object' && message !== null ? message : {}) as {
      method?: unknown;
      request?: unknown;
    };
    if (typeof method !== 'string' || !Object.hasOwn(requests, method)) return undefined;
    const known = method as Method;
    const isAllowed = isOwnPage(sender)
      ? callers[known] !== 'content'
      : callers[known] !== 'ui' && contentSender(sender, '') !== null;
    if (!isAllowed) return undefined;
    const parsed = requests[known].safeParse(request);
    if (!parsed.success) return Promise.resolve(rejectRequest(known, parsed.error));
    const content = contentSender(sender, 'nonce' in parsed.data ? parsed.data.nonce : '');
    // One cast at the seam: the schema of `known` has parsed exactly this handler's request.
    const handle = handlers[known] as (request: unknown, sender: ContentSender | null) => Promise<unknown>;
    const run = async () => handle(parsed.data, content);
    return run().catch((error: unknown) => rejectAfterError(known, error));
  };
}
