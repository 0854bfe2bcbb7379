/**
 * Background. Who sent a message, as the browser says: tab, frame, document and addresses never come from the message itself.
 */
import type { DocumentAddress } from '../core/job.ts';
import { browser, type Runtime } from '../platform/browser.ts';

export interface ContentSender {
  document: DocumentAddress;
  /** In a private window: nothing of the site is written down for longer than the browser runs. */
  hidden?: boolean;
  /** Host name of the tab's page. */
  site: string;
  /** Host name of the frame. */
  host: string;
  /**
   * The frame's URL without fragment. `told` is what the content script sees, for about: frames its nearest http(s) ancestor's: believed where its origin
   * is the sender's. Chromium's own `sender.url` stays what it was when the page changes its address by history.pushState.
   */
  websiteURL(told: string | undefined): string;
}

/** Not in the polyfill's types: Chromium gives both, Firefox neither or one. */
type Sender = Runtime.MessageSender & { documentId?: string; origin?: string };

export function isOwnPage(sender: Runtime.MessageSender): boolean {
  return sender.id === browser.runtime.id && (sender.url ?? '').startsWith(browser.runtime.getURL(''));
}

/** Null where the sender is not a content script of this extension in a tab. */
export function contentSender(sender: Sender, nonce: string): ContentSender | null {
  const { tab, frameId, url = '', documentId, origin } = sender;
  if (sender.id !== browser.runtime.id || tab?.id === undefined || frameId === undefined || isOwnPage(sender))
    return null;
  const page = httpUrl(tab.url) ?? httpUrl(frameId === 0 ? url : undefined);
  return {
    document: { tabId: tab.id, frameId, documentId: documentId ?? nonce },
    hidden: tab.incognito || undefined,
    site: page?.hostname ?? '',
    host: httpUrl(url)?.hostname ?? httpUrl(origin)?.hostname ?? page?.hostname ?? '',
    websiteURL(told) {
      const own = httpUrl(url);
      const believed = httpUrl(told);
      const expected = own?.origin ?? httpUrl(origin)?.origin ?? page?.origin;
      const chosen = believed && believed.origin === expected ? believed : (own ?? page);
      if (!chosen) return '';
      chosen.hash = '';
      return chosen.href;
    },
  };
}

function httpUrl(text: string | undefined): URL | null {
  const url = text ? URL.parse(text) : null;
  return url && /^https?:$/.test(url.protocol) ? url : null;
}
