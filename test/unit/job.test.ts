/** core/job.ts: the only ways a solve's record may change. Pure. */
import { expect, test } from 'vitest';
import { advance, attemptId, isOver, withAttempt, withEvent, type Job } from '../../src/core/job.ts';

const job: Job = {
  challenge: { challengeId: 'challenge-1', kind: 'turnstile', sitekey: '0x4' },
  document: { tabId: 1, frameId: 0, documentId: 'document-1' },
  websiteURL: 'https://site.test/',
  site: 'site.test',
  state: 'reserved',
  startedAt: 0,
  deadline: 1,
  polls: 0,
  repeats: 0,
  given: [],
  events: [],
  attempts: [
    {
      number: 1,
      accountId: 'account-1',
      service: 'capzy',
      taskType: 'AntiTurnstileTaskProxyLess',
      at: 0,
      charged: 'no',
      outcome: 'open',
    },
  ],
};

test('a solve goes from reserved to delivered', () => {
  const submitting = advance(withAttempt(job, { at: 5 }), 'submitting');
  const polling = advance(withAttempt(submitting, { taskId: 'task-1' }), 'polling');
  const ready = advance(polling, 'ready', { solution: { token: 'token' } });
  const delivered = advance(ready, 'delivered');
  expect(delivered.attempts).toMatchObject([{ taskId: 'task-1', at: 5 }]);
  expect(job.attempts[0]?.at).toBe(0);
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

test('a timeline that grows without end keeps its beginning and its end', () => {
  let grown = job;
  for (let index = 0; index < 200; index++) grown = withEvent(grown, 'waits', { seconds: index }, index);
  expect(grown.events).toHaveLength(60);
  expect(grown.events[0]?.seconds).toBe(0);
  expect(grown.events.at(-1)?.seconds).toBe(199);
});

test('attemptId joins the id of the first challenge with the number of the attempt', () => {
  const [attempt] = job.attempts;
  expect(attemptId(job, { ...attempt!, number: 2 })).toBe('challenge-1/2');
  expect(attemptId({ ...job, origin: 'challenge-0' }, attempt!)).toBe('challenge-0/1');
});
