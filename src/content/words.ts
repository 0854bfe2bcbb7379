/**
 * Isolated world. Says things in the user's language. Content scripts can't read the extension's own files, and the browser's i18n API knows the
 * browser's language only, so the worker is asked; while it does not answer, English is said.
 */
import { inEnglish, type Words } from '../core/phrase.ts';
import type { Answers, Envelope } from '../protocol/rpc.ts';

interface Extension {
  runtime?: { sendMessage?(message: Envelope<'words'>): Promise<unknown> };
}

/** As many texts as were asked for, and their language as a `lang` attribute has it. Never rejects. */
export async function askWords(texts: readonly Words[]): Promise<Answers['words']> {
  const { browser, chrome } = globalThis as { browser?: Extension; chrome?: Extension };
  // The runtime is not there any more once the extension was updated under the page.
  const answer = (await (browser ?? chrome)?.runtime?.sendMessage?.({ method: 'words', request: { texts: [...texts] } }).catch(() => undefined)) as Answers['words'] | undefined;
  return answer ?? { language: 'en', texts: texts.map(inEnglish) };
}
