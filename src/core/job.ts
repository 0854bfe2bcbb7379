/**
 * The record of one solve, as kept in storage.session, and the only ways it may change. Pure.
 * It is written before the request goes out and again with the task id, so whatever dies in between,
 * the next worker knows whether a task may have been paid for.
 */
import type { Challenge } from './challenge.ts';
import type { Failure } from './outcome.ts';
import type { Solution } from './solution.ts';

/** The one document that may receive the token. */
export interface DocumentAddress {
  tabId: number;
  frameId: number;
  /** The browser's documentId; where it has none, the content script's random one. */
  documentId: string;
}

export interface Job {
  challenge: Challenge;
  document: DocumentAddress;
  /** Current URL of the frame without its fragment. */
  websiteURL: string;
  /** Host name of the tab's page: what budgets and modes count by. */
  site: string;
  accountId: string;
  service: string;
  /**
   * reserved: budget taken, nothing sent. submitting: the request may have left. polling: the task id is known.
   * ready: a paid token waits for its document. delivered, failed, cancelled: over.
   */
  state: 'reserved' | 'submitting' | 'polling' | 'ready' | 'delivered' | 'failed' | 'cancelled';
  taskType: string;
  /** As received, never converted. */
  taskId?: string | number;
  /** True once the service's recommended type was switched to: it is done once. */
  switched: boolean;
  /** Epoch ms. */
  startedAt: number;
  submittedAt?: number;
  /** Epoch ms after which polling stops and the user is told; the task stays the same. */
  deadline: number;
  polls: number;
  /** Epoch ms: a worker that takes over polls when it is due, not a whole interval later. */
  nextPollAt?: number;
  solution?: Solution;
  /** Epoch ms the token was made, as near as we know. */
  readyAt?: number;
  cost?: number;
  failure?: Failure;
}

const next: Record<Job['state'], readonly Job['state'][]> = {
  reserved: ['submitting', 'failed', 'cancelled'],
  // back to reserved: the service refused without making a task, so another request is not a second payment
  submitting: ['polling', 'ready', 'reserved', 'failed', 'cancelled'],
  polling: ['polling', 'ready', 'reserved', 'failed', 'cancelled'],
  ready: ['delivered', 'cancelled', 'failed'],
  delivered: [],
  failed: [],
  cancelled: [],
};

/** A copy of the job in its new state. Throws on a move the list above does not allow: that is a bug, not a failure. */
export function advance(job: Job, state: Job['state'], change: Partial<Omit<Job, 'state'>> = {}): Job {
  if (!next[job.state].includes(state)) throw new Error(`job cannot go from ${job.state} to ${state}`);
  return { ...job, ...change, state };
}

export function isOver(job: Job): boolean {
  return next[job.state].length === 0;
}

export function sameDocument(a: DocumentAddress, b: DocumentAddress): boolean {
  return a.tabId === b.tabId && a.frameId === b.frameId && a.documentId === b.documentId;
}
