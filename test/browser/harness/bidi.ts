/**
 * Raw WebDriver BiDi for what Puppeteer has no name for: Firefox's own (chrome) scope and extension pages.
 * Node only. Needs Firefox started with `--remote-allow-system-access`; used by launch.ts and worker.ts alone.
 */
import type { Browser, Page } from 'puppeteer-core';

interface Connection {
  send(method: string, params: Record<string, unknown>): Promise<{ result: Record<string, unknown> }>;
  /** As if Firefox had sent the event. */
  emit(event: string, params: object): void;
}

/** Puppeteer keeps its BiDi connection as an undocumented getter; this is the one place that knows it. */
function connectionOf(browser: Browser): Connection {
  const connection: unknown = Reflect.get(browser, 'connection');
  for (const name of ['send', 'emit'])
    if (!(connection instanceof Object) || typeof Reflect.get(connection, name) !== 'function')
      throw new Error(`this Puppeteer has no BiDi connection with ${name}()`);
  return connection as Connection;
}

/**
 * Runs an expression in Firefox's browser window (privileged) and returns its value if it is a string.
 * @throws Error with Firefox's own text when the expression throws.
 */
export async function runInFirefox(browser: Browser, expression: string): Promise<string> {
  const connection = connectionOf(browser);
  const tree = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome', maxDepth: 0 });
  const [window] = tree.result['contexts'] as { context: string }[];
  if (!window) throw new Error('Firefox has no window');
  const { result } = await connection.send('script.evaluate', {
    expression,
    target: { context: window.context },
    awaitPromise: true,
  });
  if (result['type'] !== 'success') throw new Error(`in Firefox: ${JSON.stringify(result['exceptionDetails'])}`);
  return String((result['result'] as { value?: unknown }).value);
}

/** Puppeteer's `goto` waits for a network answer that a moz-extension: address never has; the plain command does not. */
export async function navigateFirefox(page: Page, url: string): Promise<void> {
  await connectionOf(page.browser()).send('browsingContext.navigate', {
    context: contextOf(page),
    url,
    wait: 'complete',
  });
}

const contextOf = (page: Page): unknown => Reflect.get(page.mainFrame(), '_id');

interface Context {
  context: string;
  url: string;
}

/**
 * Puppeteer's pages of the tabs that Firefox has, with their addresses. Firefox 153 says nothing of a tab whose process changes while it is being
 * opened (one in sixty of those that an extension opens, on a busy machine), nor of the tabs that go with their extension: Puppeteer is told here.
 */
export async function listFirefoxTabs(browser: Browser): Promise<{ page: Page; url: string }[]> {
  const connection = connectionOf(browser);
  const { result } = await connection.send('browsingContext.getTree', { maxDepth: 0 });
  const contexts = result['contexts'] as Context[];
  const known = (await browser.pages()).map(contextOf);
  for (const context of contexts)
    if (!known.includes(context.context)) connection.emit('browsingContext.contextCreated', context);
  for (const context of known)
    if (!contexts.some((one) => one.context === context))
      connection.emit('browsingContext.contextDestroyed', { context });
  const pages = new Map((await browser.pages()).map((page) => [contextOf(page), page]));
  return contexts.flatMap(({ context, url }) => {
    const page = pages.get(context);
    return page ? [{ page, url }] : [];
  });
}
