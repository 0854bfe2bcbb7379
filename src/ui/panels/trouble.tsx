/** Extension pages. Why the page can't show what the worker knows: it rejected the question, or doesn't answer. */
import { RejectedError } from '../../protocol/rejection.ts';
import type { Connector } from '../connector.ts';
import { runFix } from '../fix.ts';
import { FailureNote } from './failure-note.tsx';

interface Props {
  /** What the connector rejected with. */
  error: unknown;
  /** What the user can do about a worker that doesn't answer. */
  silent: string;
  connector: Connector;
}

export function Trouble({ error, silent, connector }: Props) {
  if (error instanceof RejectedError)
    return (
      <FailureNote ofAccount failure={error.failure} onAction={() => void runFix(error.failure, connector, NO_TAB)} />
    );
  return (
    <p class="note note-bad" role="alert">
      {silent}
    </p>
  );
}

const NO_TAB = -1;
