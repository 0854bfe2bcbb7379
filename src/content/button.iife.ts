/** Isolated world, injected by the worker into a frame that shows a captcha. Only wires: one Solve button per visible widget. */
import { followWidgets } from './button/follow.ts';
import { learnWords } from './button/words.ts';
import { shared } from './handover.ts';

if (shared.__latchkeySession && !shared.__latchkeyButton) {
  shared.__latchkeyButton = true;
  const session = shared.__latchkeySession;
  void learnWords().then((words) => followWidgets(session, words));
}
