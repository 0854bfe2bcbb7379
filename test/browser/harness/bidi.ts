/**
 * Raw WebDriver BiDi for what Puppeteer has no name for: Firefox's own (chrome) scope and extension pages.
 * Node only. Needs Firefox started with `--remote-allow-system-access`; used by launch.ts and worker.ts alone.
 */
import type { Browser, Page } from 'puppeteer-core';

type Send = (method: string, params: Record<string, unknown>) => Promise<{ result: Record<string, unknown> }>;

/** Puppeteer keeps its BiDi connection as an undocumented getter; this is the one place that knows it. */
function sender(browser: Browser): Send {
  const connection: unknown = Reflect.get(browser, 'connection');
  const send: unknown = connection instanceof Object ? Reflect.get(connection, 'send') : undefined;
  if (typeof send !== 'function') throw new Error('this Puppeteer has no BiDi connection to send on');
  return send.bind(connection) as Send;
}

/**
 * Runs an expression in Firefox's browser window (privileged) and returns its value if it is a string.
 * @throws Error with Firefox's own text when the expression throws.
 */
export async function runInFirefox(browser: Browser, expression: string): Promise<string> {
  const send = sender(browser);
  const tree = await send('browsingContext.getTree', { 'moz:scope': 'chrome', maxDepth: 0 });
  const [window] = tree.result['contexts'] as { context: string }[];
  if (!window) throw new Error('Firefox has no window');
  const { result } = await send('script.evaluate', {
    expression,
    target: { context: window.context },
    awaitPromise: true,
  });
  if (result['type'] !== 'success') throw new Error(`in Firefox: ${JSON.stringify(result['exceptionDetails'])}`);
  return String((result['result'] as { value?: unknown }).value);
}

/** Puppeteer's `goto` waits for a network answer that a moz-extension: address never has; the plain command does not. */
export async function navigateFirefox(page: Page, url: string): Promise<void> {
  const context: unknown = Reflect.get(page.mainFrame(), '_id');
  await sender(page.browser())('browsingContext.navigate', { context, url, wait: 'complete' });
}
