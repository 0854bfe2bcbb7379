/**
 * What a page and all its frames write to the console. Node only.
 *
 * Firefox: the driver's own event. Chromium: the protocol sessions of the tab, one for each process that its frames run in. The driver's
 * event isn't used there because it loses messages: while it learns of a frame of another process it puts off the news of every other
 * execution context, and drops what those write meanwhile (one page of five with a cross-origin and a srcdoc frame, Puppeteer 25.16).
 * The sessions are the driver's own, for a second one on the page makes Chromium prerender nothing.
 */
import type { CDPSession, Page, Protocol } from 'puppeteer-core';

/** What Puppeteer has and its types don't show. */
interface DrivenPage {
  _client(): CDPSession & { parentSession(): CDPSession | undefined };
}

export interface ConsoleListener {
  /** A message of any level but error. */
  said(text: string): void;
  /** `console.error`, or an error of the browser's own such as a resource that can't be had. */
  failed(text: string, address: string): void;
}

const UNKNOWN = 'no address';

function textOf(argument: Protocol.Runtime.RemoteObject): string {
  return argument.value === undefined
    ? (argument.description ?? argument.unserializableValue ?? argument.type)
    : String(argument.value);
}

function hearSession(session: CDPSession, listener: ConsoleListener): void {
  session.on('Runtime.consoleAPICalled', ({ type, args, stackTrace }) => {
    const text = args.map(textOf).join(' ');
    if (type === 'error') listener.failed(text, stackTrace?.callFrames[0]?.url ?? UNKNOWN);
    else listener.said(text);
  });
  session.on('Log.entryAdded', ({ entry }) => {
    if (entry.level === 'error') listener.failed(entry.text, entry.url ?? UNKNOWN);
  });
  session.on('sessionattached', (child) => hearSession(child, listener));
}

/** To be called before the page's first navigation. */
export async function hearConsole(page: Page, listener: ConsoleListener): Promise<void> {
  if (!/firefox/i.test(await page.browser().version())) {
    const own = (page as unknown as DrivenPage)._client();
    const tab = own.parentSession();
    if (!tab) throw new Error('the driver has no session for the tab of this page');
    hearSession(own, listener);
    // A page that was prerendered comes to the tab with a session of its own.
    tab.on('sessionattached', (child) => hearSession(child, listener));
    return;
  }
  page.on('console', (message) => {
    if (message.type() === 'error') listener.failed(message.text(), message.location().url ?? UNKNOWN);
    else listener.said(message.text());
  });
}
