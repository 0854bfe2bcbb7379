/** Isolated world. Asks for the options page. Without ask.ts, whose care for lost answers is worth nothing here and would cost a tenth of the bundle. */
import type { Envelope, Section } from '../../protocol/rpc.ts';

interface Extension {
  runtime?: { sendMessage?(message: Envelope<'openOptions'>): Promise<unknown> };
}

export function openSettings(section?: Section): void {
  const { browser, chrome } = globalThis as { browser?: Extension; chrome?: Extension };
  // Not there any more once the extension was updated under the page.
  (browser ?? chrome)?.runtime?.sendMessage?.({ method: 'openOptions', request: { section } }).catch(() => {});
}
