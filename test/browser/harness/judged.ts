/**
 * Says when Latchkey is done with a page: all that was found in its top document has been judged, and the worker knows the result. Node only.
 * With it a silent page is known to be silent at once, without a pause in which something might still come. Needs the `events` setting.
 */
import type { Launched } from './launch.ts';
import { inExtension } from './worker.ts';

interface Scripting {
  scripting: { executeScript(order: object): Promise<{ result: unknown }[]> };
}

/** A document without an answer by then has no content script that works. */
const TIMEOUT_MS = 20_000;

/** @throws Error if the document does not answer. */
export async function waitUntilJudged(launched: Launched, tabId: number): Promise<void> {
  const answered = await inExtension(
    launched,
    async (api, id, timeout) => {
      // Runs in the isolated world: the page's own code is not involved.
      function ask(limit: number): Promise<boolean> {
        return new Promise((resolve) => {
          setTimeout(() => resolve(false), limit);
          document.addEventListener('latchkey-states', function hear(event) {
            if (!(JSON.parse((event as CustomEvent<string>).detail) as { judged: boolean }).judged) return;
            document.removeEventListener('latchkey-states', hear);
            resolve(true);
          });
          document.dispatchEvent(new Event('latchkey-ask'));
        });
      }
      const { scripting } = api as unknown as Scripting;
      const [answer] = await scripting.executeScript({ target: { tabId: id }, func: ask, args: [timeout] });
      return answer?.result === true;
    },
    tabId,
    TIMEOUT_MS,
  );
  if (!answered) throw new Error(`the document of tab ${tabId} does not answer`);
}
