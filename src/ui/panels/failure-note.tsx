/** Extension pages. A failure: what happened, what to do, and its one button. */
import type { Failure } from '../../core/outcome.ts';
import { tr } from '../tr.ts';
import { actionNames, failureText } from '../words.ts';

interface Props {
  failure: Failure;
  /** About an account, not about a solve: nothing to be charged. */
  ofAccount?: boolean;
  /** What the one button does; without it there is none. */
  onAction?: () => void;
}

export function FailureNote({ failure, ofAccount = false, onAction }: Props) {
  const { code, fix, action, charged, retryAfter } = failure;
  return (
    <div class="note note-bad" role="alert" data-error={code}>
      <p>
        <bdi>{failureText(failure)}</bdi>
      </p>
      <p data-fix>
        <bdi>{tr(fix)}</bdi>
        {retryAfter ? ` (In about ${inWords(retryAfter)}.)` : ''}
      </p>
      <p class="quiet">
        {ofAccount ? '' : charged === 'no' ? 'Nothing was charged.' : charged === 'yes' ? 'It was charged.' : 'It may have been charged.'} <bdi>{code}</bdi>
      </p>
      {onAction ? (
        <button type="button" class="small" data-action={action} onClick={onAction}>
          {actionNames[action] ?? 'Try again'}
        </button>
      ) : null}
    </div>
  );
}

const inWords = (seconds: number): string => (seconds < 120 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`);
