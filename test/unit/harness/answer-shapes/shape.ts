/**
 * Shapes of answers that services send, or may send, and what must be read from each. The table test checks every service's reader with
 * them; the replay draws from the same lists. Node only.
 */
import type { Balance, Polled, Submitted } from '../../../../src/protocol/service.ts';
import type { Solution } from '../../../../src/core/solution.ts';

/** The values that a shape contains. */
export interface Fill {
  /** The task's id, in digits. */
  id: string;
  token: string;
  /** The account's key. */
  key: string;
}

export interface Shape<Reading> {
  name: string;
  /** HTTP status; 200 if absent. */
  status?: number;
  /** The answer: text as it is sent, anything else as JSON. */
  body: (fill: Fill) => unknown;
  /** The expected reading; unnamed members don't matter. */
  gives: (fill: Fill) => Expected<Reading>;
}

/** A reading whose refusal may be partial. */
type Expected<Reading> = Reading extends { refusal: infer Refusal }
  ? Omit<Reading, 'refusal'> & { refusal: Partial<Refusal> }
  : Reading;

export interface Shapes {
  submit: readonly Shape<Submitted>[];
  poll: readonly Shape<Polled>[];
  balance: readonly Shape<Balance>[];
}

type Body<Reading> = Shape<Reading>['body'];

/** A task with the id of the fill, as text or as a number. */
export const task = (name: string, body: Body<Submitted>, type: 'text' | 'number' = 'number'): Shape<Submitted> => ({
  name,
  body,
  gives: ({ id }) => ({ kind: 'task', taskId: type === 'number' ? Number(id) : id }),
});

export const refused = (
  name: string,
  code: string,
  body: Body<Submitted>,
  more: { status?: number; text?: string } = {},
): Shape<Submitted> => ({
  name,
  status: more.status,
  body,
  gives: () => ({ kind: 'refused', refusal: refusal(code, more.text) }),
});

export const unclear = (name: string, code: string, body: Body<Submitted>, status?: number): Shape<Submitted> => ({
  name,
  status,
  body,
  gives: () => ({ kind: 'unclear', refusal: { code } }),
});

export const solved = (
  name: string,
  body: Body<Polled>,
  more: { cost?: number; solution?: (fill: Fill) => Solution } = {},
): Shape<Polled> => ({
  name,
  body,
  gives: (fill) => ({ kind: 'solved', solution: more.solution?.(fill) ?? { token: fill.token }, cost: more.cost }),
});

export const running = (name: string, body: Body<Polled>): Shape<Polled> => ({
  name,
  body,
  gives: () => ({ kind: 'processing' }),
});

export const failed = (
  name: string,
  code: string,
  body: Body<Polled>,
  more: { status?: number; text?: string; members?: readonly string[] } = {},
): Shape<Polled> => ({
  name,
  status: more.status,
  body,
  gives: () => ({
    kind: 'failed',
    refusal: { ...refusal(code, more.text), ...(more.members && { members: more.members }) },
  }),
});

/** Done, and therefore paid for, without a token that Latchkey recognizes. */
export const paid = (name: string, members: readonly string[], body: Body<Polled>): Shape<Polled> =>
  failed(name, 'PAID_WITHOUT_TOKEN', body, members.length ? { members } : {});

export const unread = (name: string, code: string, body: Body<Polled>, status?: number): Shape<Polled> => ({
  name,
  status,
  body,
  gives: () => ({ kind: 'unclear', refusal: { code } }),
});

export const worth = (name: string, amount: number, body: unknown, unit: 'USD' | 'points' = 'USD'): Shape<Balance> => ({
  name,
  body: () => body,
  gives: () => ({ kind: 'balance', amount, unit }),
});

export const noBalance = (name: string, code: string, body: unknown, status?: number): Shape<Balance> => ({
  name,
  status,
  body: () => body,
  gives: () => ({ kind: 'refused', refusal: { code } }),
});

function refusal(code: string, text?: string): { code: string; text?: string } {
  return text === undefined ? { code } : { code, text };
}
