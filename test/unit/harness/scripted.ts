/** Services that answer as a script says, behind `fetch`, and the accounts for them. Node only; for tests of the solve engine. */
import { beforeEach, vi } from 'vitest';
import { ledger } from '../../../src/background/money.ts';
import type { LedgerEntry } from '../../../src/core/ledger.ts';
import type { Failure } from '../../../src/core/outcome.ts';
import type { Answers } from '../../../src/protocol/rpc.ts';
import { Background, settingsStore, type TestAccount } from './background.ts';
import { useFakeBrowser } from './use-fake-browser.ts';

export type Body = Record<string, unknown>;
/** Undefined: the connection is cut. `httpStatus` and `headers` in an answer say what they say. */
type Script = (endpoint: string, body: Body) => Body | undefined;

interface Asked {
  host: string;
  endpoint: string;
  body: Body;
  at: number;
}

export const made = { errorId: 0, taskId: 'task-1' };
export const processing = { errorId: 0, status: 'processing' };
export const token = (text = 'token-1', cost = 0.002) => ({
  errorId: 0,
  status: 'ready',
  solution: { token: text },
  cost,
});
export const refusal = (errorCode: string, more: Body = {}) => ({
  errorId: 1,
  errorCode,
  errorDescription: 'said',
  ...more,
});
export const solves: Script = (endpoint) =>
  endpoint === 'createTask' ? made : endpoint === 'getBalance' ? { errorId: 0, balance: 5 } : token();

export interface Scripts {
  /** By host name; a host without a script solves. */
  scripts: Record<string, Script>;
  asked: Asked[];
  created(host?: string): Asked[];
  /** Rejections that nobody handled. */
  unhandled: unknown[];
}

/** To be called once at the top of a test file, after it has mocked the platform's browser. */
export function useScripts(): Scripts {
  const unhandled = useFakeBrowser();
  const state: Scripts = {
    scripts: {},
    asked: [],
    unhandled,
    created: (host) => state.asked.filter((one) => one.endpoint === 'createTask' && (!host || one.host === host)),
  };
  beforeEach(async () => {
    state.asked.length = 0;
    state.scripts = {};
    await ledger.clear();
    vi.stubGlobal('fetch', async (url: string, { body = '{}', signal }: { body?: string; signal?: AbortSignal }) => {
      const { host, pathname } = new URL(url);
      const entry = { host, endpoint: pathname.slice(1), body: JSON.parse(body) as Body, at: Date.now() };
      state.asked.push(entry);
      await new Promise((resolve, reject) => {
        setTimeout(resolve, 20);
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
      });
      const answer = (state.scripts[host] ?? solves)(entry.endpoint, entry.body);
      if (!answer) throw new TypeError('Failed to fetch');
      return new Response(JSON.stringify(answer), {
        status: (answer['httpStatus'] as number | undefined) ?? 200,
        headers: (answer['headers'] as Record<string, string> | undefined) ?? {},
      });
    });
  });
  return state;
}

export const capzy: TestAccount = { id: 'a-capzy', service: 'capzy' };
export const anysolver: TestAccount = { id: 'b-anysolver', service: 'anysolver' };
export const twoCaptcha: TestAccount = { id: 'c-two', service: 'two-captcha' };
export const antiCaptcha: TestAccount = { id: 'd-anti', service: 'anti-captcha' };

/** Without budgets, unless `values` sets some. */
export const background = (accounts: TestAccount[], values: object = {}): Background =>
  new Background(settingsStore(accounts, { mode: 'auto', budget: { perDay: null, perSitePerHour: null }, ...values }));

export function failureOf(answer: Answers['solve']): Failure {
  if (answer.ok) throw new Error('it was solved');
  return answer.failure;
}

/** The ledger's rows, first attempt first. */
export const rows = async (): Promise<LedgerEntry[]> =>
  (await ledger.newest({ limit: 50 })).sort((a, b) => a.attempt - b.attempt);
