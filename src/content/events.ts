/** Isolated world. What the page is told of its captchas, where the `events` setting says that it is told anything (README, Page events). */
import type { Welcome } from '../protocol/views.ts';
import { errorDetail, eventDetail, type Captcha } from './captcha.ts';
import type { Claims } from './claims.ts';
import type { ContentLink } from './link.ts';
import { waitForNextTask } from './next-task.ts';
import type { Reporter } from './reporter.ts';
import type { Solver } from './solver.ts';

/** The page's own world dispatches the event: an object made here could not be read there. */
export function announce(captcha: Captcha, link: ContentLink): void {
  const { provider, widget } = captcha.facts;
  link.post({ type: 'announce', provider, widget, detail: eventDetail(captcha) });
}

/**
 * Settles what has been delivered and not announced yet: a page that sends its form in the callback may be left before its page side has said that
 * it is done. Returns true if it settled at least one.
 */
export function announceDeliveries(captchas: Iterable<Captcha>, solver: Pick<Solver, 'delivered'>): boolean {
  const delivered = [...captchas].filter(({ token, view }) => token && view.state === 'solving');
  for (const captcha of delivered) solver.delivered(captcha);
  return delivered.length > 0;
}

/**
 * Answers a test suite (src/automation) that comes after an event and asks for the state of every captcha, or whether Latchkey is here at all.
 * There are two answers: the state as it is now, and the state once all that the page side has reported by now is judged and the worker knows the
 * result, with `judged: true`. The query that made the worker inject this script is answered on the call.
 * Returns a function that sends listeners the state as it is now, without being asked.
 */
export function answerAsks(
  captchas: ReadonlyMap<string, Captcha>,
  welcome: () => Welcome,
  claims: Pick<Claims, 'whenJudged'>,
  reporter: Pick<Reporter, 'whenSent'>,
): () => void {
  const send = (judged: boolean) => {
    const { events, invalid } = welcome();
    if (!events) return;
    const error = invalid && errorDetail(invalid);
    const states = { captchas: [...captchas.values()].map(eventDetail), error, judged };
    document.dispatchEvent(new CustomEvent('latchkey-states', { detail: JSON.stringify(states) }));
  };
  const answer = () => {
    send(false);
    const judged = waitForNextTask().then(claims.whenJudged).then(reporter.whenSent);
    void judged.then(() => send(true));
  };
  document.addEventListener('latchkey-ask', answer);
  answer();
  return () => send(false);
}
