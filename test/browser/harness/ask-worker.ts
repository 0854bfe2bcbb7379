/** A message to the worker from one of the extension's own pages, as its panels send it. Node only. */
import type { Page } from 'puppeteer-core';
import type { Answer, Method, Request } from '../../../src/protocol/rpc.ts';

/** @param page any page of the extension. */
export async function askWorker<M extends Method>(page: Page, method: M, request: Request<M>): Promise<Answer<M>> {
  return (await page.evaluate(
    async (message) =>
      (globalThis as unknown as { browser?: typeof chrome; chrome: typeof chrome }).browser?.runtime.sendMessage(
        message,
      ) ?? chrome.runtime.sendMessage(message),
    { method, request } as never,
  )) as Answer<M>;
}

declare const chrome: { runtime: { sendMessage(message: unknown): Promise<unknown> } };
