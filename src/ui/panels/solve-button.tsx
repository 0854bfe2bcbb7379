/** Popup. The button of a captcha: solve, try again, use what is there already, or cancel. */
import type { LocatedCaptcha } from '../../core/captcha-view.ts';
import { tr } from '../tr.ts';
import { kindName } from '../words.ts';

export type RowCommand = 'solve' | 'solve-other' | 'cancel';

interface Props {
  captcha: LocatedCaptcha;
  /** A token that came late can be used. */
  offered: boolean;
  onCommand: (command: RowCommand) => void;
}

export function SolveButton({ captcha: { state, testKey, kind, failure }, offered, onCommand }: Props) {
  if (state === 'solving') {
    const word = tr('Cancel');
    return (
      <button
        type="button"
        data-command="cancel"
        aria-label={tr('$1: $2', word, kindName(kind))}
        onClick={() => onCommand('cancel')}
      >
        {word}
      </button>
    );
  }
  if (testKey || state === 'solved') return null;
  // Where something else is to be done first, that has the button that stands out.
  const second = !offered && state === 'failed' && failure?.action !== 'retry' && failure?.action !== 'wait';
  const word = offered ? tr('Use token') : state === 'detected' ? tr('Solve') : tr('Retry');
  return (
    <button
      type="button"
      class={second ? '' : 'primary'}
      data-command="solve"
      aria-label={tr('$1: $2', word, kindName(kind))}
      onClick={() => onCommand('solve')}
    >
      {word}
    </button>
  );
}
