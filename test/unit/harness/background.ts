/** The background's engine over the fake browser, started anew as often as a test kills it. Node only. */
import type { Challenge } from '../../../src/core/message-schemas.ts';
import { parseSettings, type SettingsInput } from '../../../src/core/settings.ts';
import { createEngine, type Engine } from '../../../src/background/engine.ts';
import type { ContentSender } from '../../../src/background/sender.ts';
import type { LiveAccount, SettingsStore } from '../../../src/background/settings-store.ts';
import type { Answers } from '../../../src/protocol/rpc.ts';
import { inWorker, kill, type Worker } from './fake-browser.ts';

export interface TestAccount {
  id: string;
  service: string;
  key?: string;
  endpoint?: string;
  options?: Record<string, string>;
}

export function settingsStore(accounts: TestAccount[], values: SettingsInput = {}): SettingsStore {
  const parsed = parseSettings(values);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path} ${message}`).join());
  const live: LiveAccount[] = accounts.map(({ key = 'key', ...account }) => ({ ...account, key: async () => key }));
  return {
    effective: async () => ({ settings: parsed.settings, accounts: live, fixed: {}, sources: [], problems: [] }),
    stored: async () => ({}),
    change: async () => {},
  };
}

export const sender = (tabId = 1, host = 'site.test'): ContentSender => ({
  document: { tabId, frameId: 0, documentId: `document-${tabId}` },
  site: host,
  host,
  websiteURL: () => `https://${host}/`,
});

export const turnstile = (challengeId: string, more: Partial<Challenge> = {}): Challenge => ({
  challengeId,
  kind: 'turnstile',
  sitekey: `0x4-${challengeId}`,
  ...more,
});

/** One worker after another. */
export class Background {
  readonly #store: SettingsStore;
  #worker: Worker = { dead: true };
  #engine: Engine | undefined;
  /** Those who wait for the present worker's answers learn that it is gone, as the browser tells a pending message. */
  #gone = Promise.withResolvers<never>();
  deaths = 0;

  constructor(store: SettingsStore) {
    this.#store = store;
    this.start();
  }

  start(): void {
    this.#worker = { dead: false };
    this.#gone = Promise.withResolvers<never>();
    this.#gone.promise.catch(() => {});
    this.#engine = createEngine(this.#store);
  }

  die(): void {
    kill(this.#worker);
    this.deaths += 1;
    this.#gone.reject(new Error('the worker is gone'));
    this.start();
  }

  /** Runs in the present worker; rejects when that dies. */
  do<T>(act: (engine: Engine) => Promise<T>): Promise<T> {
    const engine = this.#engine;
    if (!engine) throw new Error('not started');
    return Promise.race([inWorker(this.#worker, () => act(engine)), this.#gone.promise]);
  }

  /** As the content script does: asks until a worker answers, then acknowledges. */
  async solve(
    challenge: Challenge,
    from = sender(),
    trigger: 'person' | 'automatic' = 'person',
  ): Promise<Answers['solve']> {
    for (;;) {
      const request = { nonce: 'nonce-1234', challenge, trigger };
      const answer = await this.do((engine) => engine.solve(request, from)).catch(() => undefined);
      if (!answer) continue;
      if (answer.ok)
        await this.do((engine) => engine.acknowledge(challenge.challengeId, from.document)).catch(() => undefined);
      return answer;
    }
  }
}
