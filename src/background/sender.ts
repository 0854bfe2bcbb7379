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
  /** The frame's URL without fragment; for about: frames the inherited one where its origin is the sender's. */
  websiteURL(inherited: string | undefined): string;
}

/** Not in the polyfill's types: Chromium gives both, Firefox neither or one. */
type Sender = Runtime.MessageSender & { documentId?: string; origin?: string };

export function isOwnPage(sender: Runtime.MessageSender): boolean {
  return sender.id === browser.runtime.id && (sender.url ?? '').startsWith(browser.runtime.getURL(''));
}

/** Null where the sender is not a content script of this extension in a tab. */
export function contentSender(sender: Sender, nonce: string): ContentSender | null {
  const { tab, frameId, url = '', documentId, origin } = sender;
  if (sender.id !== browser.runtime.id || tab?.id === undefined || frameId === undefined || isOwnPage(sender)) return null;
  const page = httpUrl(tab.url) ?? httpUrl(frameId === 0 ? url : undefined);
  return {
    document: { tabId: tab.id, frameId, documentId: documentId ?? nonce },
    hidden: tab.incognito || undefined,
    site: page?.hostname ?? '',
    host: httpUrl(url)?.hostname ?? httpUrl(origin)?.hostname ?? page?.hostname ?? '',
    websiteURL(inherited) {
      const own = httpUrl(url);
      const believed = httpUrl(inherited);
      const expected = httpUrl(origin)?.origin ?? page?.origin;
      const chosen = own ?? (believed && believed.origin === expected ? believed : page);
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
