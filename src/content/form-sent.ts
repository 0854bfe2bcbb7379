/**
 * Isolated world. The page went on with a delivered token: the form that its widget or field is in was sent. Whether the site's server took the
 * token can't be seen from here.
 */
import { fieldsOf, type Captcha } from './captcha.ts';

/** Whether a captcha's view has changed by it. */
export function noteSent({ target, isTrusted }: Event, captchas: Iterable<Captcha>): boolean {
  if (!isTrusted || !(target instanceof HTMLFormElement)) return false;
  let changed = false;
  for (const captcha of captchas) {
    const { view, token, container } = captcha;
    if (!token || view.state !== 'solved' || view.ticks?.includes('sent')) continue;
    const inIt = (container && target.contains(container)) || fieldsOf(captcha).some((field) => target.contains(field));
    if (!inIt) continue;
    captcha.view = { ...view, ticks: [...(view.ticks ?? []), 'sent'] };
    changed = true;
  }
  return changed;
}
