/**
 * Isolated world. "Read this picture" asks which field its text goes into: a line at the foot of the window, which lets clicks through, and the next field that the user clicks, or
 * goes to and presses Enter in. Only a person's own events count; Escape or the line's button ends it.
 */
import { marked } from '../core/phrase.ts';
import { dress, hostStyle, setStyle } from './button/look.ts';
import { askWords } from './words.ts';

const QUESTION = marked('Click the field where this picture’s text goes, or go to it and press Enter.');
const CANCEL = marked('Cancel');
const CHOSEN = '3px solid #2456c7';

let before: (() => void) | undefined;

/** Null where the user gave up, or asks for another picture meanwhile. `likely` is scrolled to and marked. */
export async function askForField(
  picture: Element,
  likely: Element | undefined,
  isTakeable: (field: Element) => boolean,
): Promise<Element | null> {
  const {
    language,
    texts: [question = QUESTION, cancelWord = CANCEL],
  } = await askWords([QUESTION, CANCEL]);
  return new Promise((resolve) => {
    const ended = new AbortController();
    const target = (likely ?? picture) as HTMLElement;
    const outline = target.style.outline;
    const host = document.createElement('div');
    const root = host.attachShadow({ mode: 'closed' });
    const card = root.appendChild(document.createElement('div'));
    const words = card.appendChild(document.createElement('div'));
    const cancel = card.appendChild(document.createElement('button'));

    function end(field: Element | null): void {
      if (ended.signal.aborted) return;
      ended.abort();
      before = undefined;
      host.remove();
      target.style.outline = outline;
      resolve(field);
    }

    function choose(event: Event): void {
      const field = event.composedPath()[0];
      if (!event.isTrusted || !(field instanceof Element) || !isTakeable(field)) return;
      event.stopImmediatePropagation();
      event.preventDefault();
      end(field);
    }

    before?.();
    before = () => end(null);
    dress(root);
    setStyle(host, {
      ...hostStyle,
      position: 'fixed',
      bottom: '8px',
      left: '50%',
      transform: 'translateX(-50%)',
      'pointer-events': 'none',
    });
    cancel.style.pointerEvents = 'auto';
    card.className = 'card';
    card.lang = language;
    card.role = 'group';
    card.ariaLabel = 'Latchkey';
    words.className = 'status';
    words.role = 'status';
    cancel.type = 'button';
    cancel.textContent = cancelWord;
    cancel.addEventListener('click', (event) => event.isTrusted && end(null));
    const { signal } = ended;
    document.addEventListener('click', choose, { capture: true, signal });
    document.addEventListener(
      'keydown',
      (event) => {
        if (event.isTrusted && event.key === 'Escape') end(null);
        else if (event.key === 'Enter') choose(event);
      },
      { capture: true, signal },
    );
    target.style.outline = CHOSEN;
    target.scrollIntoView({ block: 'nearest' });
    document.documentElement.append(host);
    // Said once it is in the page, so that a screen reader hears it.
    words.textContent = question;
  });
}
