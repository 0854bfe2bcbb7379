/** Isolated world. What the page is told of its captchas, where the `events` setting says that it is told anything (README, Page events). */
import { eventDetail, type Captcha } from './captcha.ts';
import type { ContentLink } from './link.ts';

/** The page's own world dispatches the event: an object made here could not be read there. */
export function announce(captcha: Captcha, link: ContentLink): void {
  const { provider, widget } = captcha.facts;
  link.post({ type: 'announce', provider, widget, detail: eventDetail(captcha) });
}

/** A test suite that comes after an event (src/automation) asks for the state of every captcha. */
export function answerAsks(captchas: ReadonlyMap<string, Captcha>, areTold: () => boolean): void {
  document.addEventListener('latchkey-ask', () => {
    if (areTold()) document.dispatchEvent(new CustomEvent('latchkey-states', { detail: JSON.stringify([...captchas.values()].map(eventDetail)) }));
  });
}
