/** Isolated world. The provider's frame spoke: perhaps the user solved a captcha without us. */
import { existingTokenOf, type Captcha } from './captcha.ts';
import type { Solver } from './solver.ts';

export function noteSolvedByHand(
  captchas: Iterable<Captcha>,
  solver: Solver,
  changed: (captcha: Captcha) => void,
): void {
  for (const captcha of captchas) {
    if (captcha.token || captcha.view.byHand || !existingTokenOf(captcha)) continue;
    solver.cancel(captcha);
    captcha.view = { ...captcha.view, state: 'solved', byHand: true, failure: undefined };
    changed(captcha);
  }
}
