/** Extension pages. A failure: what happened, what to do, and its one button. */
import type { Failure } from '../../core/outcome.ts';
import { tr, trWords } from '../tr.ts';
import { actionName, duration, failureText } from '../words.ts';

interface Props {
  failure: Failure;
  /** About an account, not about a solve: nothing to be charged. */
  ofAccount?: boolean;
  /** Something else tells screen readers of it, or it has been there from the start. */
  announced?: boolean;
  /** What the one button does; without it there is none. */
  onAction?: () => void;
}

export function FailureNote({ failure, ofAccount = false, announced = false, onAction }: Props) {
  const { code, fix, action, charged, retryAfter } = failure;
  return (
    <div class="note note-bad" role={announced ? undefined : 'alert'} data-error={code}>
      <p class="what">
        <bdi>{failureText(failure)}</bdi>
      </p>
      <p data-fix>
        <bdi>{trWords(fix)}</bdi> {retryAfter ? tr('Possible again in about $1.', duration(retryAfter * 1000)) : null}
      </p>
      <p class="quiet">
        {ofAccount
          ? null
          : charged === 'no'
            ? tr('Nothing was charged.')
            : charged === 'yes'
              ? tr('It was charged.')
              : tr('It may have been charged.')}{' '}
        <bdi class="code">{code}</bdi>
      </p>
      {onAction ? (
        <button type="button" class="small primary" data-action={action} onClick={onAction}>
          {actionName(action)}
        </button>
      ) : null}
    </div>
  );
}
