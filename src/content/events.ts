/** Isolated world. What the page is told of its captchas, where the `events` setting says that it is told anything (README, Page events). */
import type { Welcome } from '../protocol/views.ts';
import { errorDetail, eventDetail, type Captcha } from './captcha.ts';
import type { ContentLink } from './link.ts';

/** The page's own world dispatches the event: an object made here could not be read there. */
export function announce(captcha: Captcha, link: ContentLink): void {
  const { provider, widget } = captcha.facts;
  link.post({ type: 'announce', provider, widget, detail: eventDetail(captcha) });
}

/** A test suite that comes after an event (src/automation) asks for the state of every captcha, and whether anybody is here. What asked first is answered now. */
export function answerAsks(captchas: ReadonlyMap<string, Captcha>, welcome: () => Welcome): void {
  const answer = () => {
    const { events, invalid } = welcome();
    if (!events) return;
    const states = { captchas: [...captchas.values()].map(eventDetail), error: invalid && errorDetail(invalid) };
    document.dispatchEvent(new CustomEvent('latchkey-states', { detail: JSON.stringify(states) }));
  };
  document.addEventListener('latchkey-ask', answer);
  answer();
}
