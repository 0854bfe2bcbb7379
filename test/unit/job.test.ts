/** core/job.ts: the only ways a solve's record may change. Pure. */
import { expect, test } from 'vitest';
import { advance, isOver, type Job } from '../../src/core/job.ts';

const job: Job = {
  challenge: { challengeId: 'challenge-1', kind: 'turnstile', sitekey: '0x4' },
  document: { tabId: 1, frameId: 0, documentId: 'document-1' },
  websiteURL: 'https://site.test/', site: 'site.test', accountId: 'account-1', service: 'capzy',
  state: 'reserved', taskType: 'AntiTurnstileTaskProxyLess', switched: false, startedAt: 0, deadline: 1, polls: 0,
};

test('a solve goes from reserved to delivered', () => {
  const submitting = advance(job, 'submitting', { submittedAt: 5 });
  const polling = advance(submitting, 'polling', { taskId: 'task-1' });
  const ready = advance(polling, 'ready', { solution: { token: 'token' } });
  const delivered = advance(ready, 'delivered');
  expect(delivered).toMatchObject({ taskId: 'task-1', submittedAt: 5, state: 'delivered' });
  expect(isOver(delivered)).toBe(true);
});

test('the record itself is never changed', () => {
  advance(job, 'submitting');
  expect(job.state).toBe('reserved');
});

test('a task that was made can never be submitted again', () => {
  const ready = advance(advance(advance(job, 'submitting'), 'polling'), 'ready');
  expect(() => advance(ready, 'submitting')).toThrow('from ready to submitting');
  expect(() => advance(advance(ready, 'delivered'), 'ready')).toThrow('from delivered to ready');
});
