/** Background. Reads the word with which a service reports a task's state, in any case and spelling. */
import { toText } from './values.ts';

export type TaskState = 'ready' | 'failed' | 'running';

const WORDS: Readonly<Record<TaskState, readonly string[]>> = {
  ready: ['ready', 'success', 'succeeded', 'successful', 'complete', 'completed', 'done', 'solved', 'finished', 'ok'],
  failed: [
    'failed',
    'fail',
    'failure',
    'error',
    'errored',
    'timeout',
    'timedout',
    'canceled',
    'cancelled',
    'expired',
    'rejected',
    'aborted',
    'unsolvable',
    'notfound',
  ],
  running: [
    'idle',
    'processing',
    'pending',
    'queued',
    'running',
    'inprogress',
    'inqueue',
    'waiting',
    'created',
    'started',
    'notready',
  ],
};
const STATES: ReadonlyMap<string, TaskState> = new Map(
  (Object.keys(WORDS) as TaskState[]).flatMap((state) => WORDS[state].map((word) => [word, state])),
);

/** Undefined if the value isn't a known state. */
export function toTaskState(value: unknown): TaskState | undefined {
  const text = typeof value === 'string' ? toText(value) : undefined;
  return text === undefined ? undefined : STATES.get(text.toLowerCase().replaceAll(/[\s_-]/g, ''));
}
