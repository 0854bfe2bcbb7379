/** Extension pages. How panels reach the worker and the browser. An interface, so that tests and pictures can put another in its place. */
import {
  activeTabId,
  hasAllSites,
  onStored,
  openPage,
  reloadTab,
  requestAllSites,
  sendToWorker,
} from '../platform/ui.ts';
import { isRejection, RejectedError } from '../protocol/rejection.ts';
import type { Answer, Method, Request, Section } from '../protocol/rpc.ts';

export interface Connector {
  /** Rejects with RejectedError, or with another error if the worker does not answer even when asked again. */
  ask<M extends Method>(method: M, request: Request<M>): Promise<Answer<M>>;
  /** The tab the popup is about. */
  tabId(): Promise<number | undefined>;
  onStored(listener: () => void): () => void;
  hasAllSites(): Promise<boolean>;
  requestAllSites(): Promise<boolean>;
  /** At that part of the page, where one is named. */
  openOptions(section?: Section): Promise<void>;
  openPage(url: string): Promise<void>;
  reloadTab(tabId: number): Promise<void>;
  copy(text: string): Promise<void>;
}

export const connector: Connector = {
  async ask(method, request) {
    // The worker may be ending just now; the second message starts a new one.
    for (let attempt = 1; ; attempt++) {
      const answer = await sendToWorker({ method, request }).catch(() => undefined);
      if (isRejection(answer)) throw new RejectedError(answer.rejected);
      if (answer !== undefined) return answer as never;
      if (attempt === 3) throw new Error(`the background did not answer ${method}`);
    }
  },
  async tabId() {
    const wish = new URLSearchParams(location.search).get('tab');
    return wish ? Number(wish) : activeTabId();
  },
  onStored,
  hasAllSites,
  requestAllSites,
  openOptions: async (section) => void (await connector.ask('openOptions', { section })),
  openPage,
  reloadTab,
  copy: (text) => navigator.clipboard.writeText(text),
};
