/** Extension pages. A failure: what happened, what to do, and its one button. */
import type { Failure } from '../../core/outcome.ts';
import { actionNames } from '../words.ts';

interface Props {
  failure: Failure;
  /** What the one button does; without it there is none. */
  onAction?: () => void;
}

export function FailureNote({ failure, onAction }: Props) {
  const { code, message, fix, action, charged, retryAfter } = failure;
  return (
    <div class="note note-bad" role="alert" data-error={code}>
      <p>
        <bdi>{message}</bdi>
      </p>
      <p data-fix>
        <bdi>{fix}</bdi>
        {retryAfter ? ` (In about ${retryAfter} s.)` : ''}
      </p>
      <p class="quiet">
        {charged === 'no' ? 'Nothing was charged.' : charged === 'yes' ? 'It was charged.' : 'It may have been charged.'} <bdi>{code}</bdi>
      </p>
      {onAction ? (
        <button type="button" class="small" data-action={action} onClick={onAction}>
          {actionNames[action] ?? 'Try again'}
        </button>
      ) : null}
    </div>
  );
}
