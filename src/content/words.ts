/**
 * Isolated world. Says things in the user's language. Content scripts can't read the extension's own files, and the browser's i18n API knows the
 * browser's language only, so the worker is asked; while it does not answer, English is said.
 */
import { inEnglish, type Words } from '../core/phrase.ts';
import { isRejection } from '../protocol/rejection.ts';
import type { Answers, Envelope } from '../protocol/rpc.ts';

interface Extension {
  runtime?: { sendMessage?(message: Envelope<'words'>): Promise<unknown> };
}

/** ms for an answer: the worker may be ending just now, and the next question starts a new one. */
const PATIENCE = 1500;
const ATTEMPTS = 3;

/** As many texts as were asked for, and their language as a `lang` attribute has it. Never rejects, and never waits for long: nothing is shown without words. */
export async function askWords(texts: readonly Words[]): Promise<Answers['words']> {
  const { browser, chrome } = globalThis as { browser?: Extension; chrome?: Extension };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    // The runtime is not there any more once the extension was updated under the page.
    const asked = (browser ?? chrome)?.runtime?.sendMessage?.({ method: 'words', request: { texts: [...texts] } });
    if (!asked) break;
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE));
    const answer = await Promise.race([asked.catch(() => undefined), late]);
    if (isRejection(answer)) break;
    if (answer) return answer as Answers['words'];
  }
  return { language: 'en', texts: texts.map(inEnglish) };
}
