/** CapMonster is told an ALTCHA by the parts of its challenge, which the worker reads where the page names a URL alone. Node only. */
import { expect, test } from 'vitest';
import type { Exchange, HttpRequest, Task } from '../../src/protocol/service.ts';
import { service } from '../../src/services/capmonster.ts';

const LEGACY = { algorithm: 'SHA-256', challenge: 'c1', maxnumber: 5000, salt: 's1', signature: 'g1' };
const URL_OF_IT = 'https://site.test/altcha';

function taskFor(params: Record<string, string>): Task {
  const task = service.taskFor(
    {
      challenge: { challengeId: 'challenge-1', kind: 'altcha', sitekey: '', params },
      websiteURL: 'https://site.test/',
    },
    { options: {} },
  );
  if (typeof task === 'string') throw new Error(task);
  return task;
}

async function submitted(found: Exchange) {
  const sent: HttpRequest[] = [];
  const send = (request: HttpRequest): Promise<Exchange> => {
    sent.push(request);
    return Promise.resolve(
      request.url === URL_OF_IT ? found : { kind: 'json', status: 200, body: { errorId: 0, taskId: 7 } },
    );
  };
  const caller = { send, endpoint: 'https://service.test', key: 'key', options: {} };
  return { answer: await service.submit(caller, taskFor({ challengeUrl: '/altcha' })), sent };
}

test('the challenge is read from its URL without the key, and sent in parts', async () => {
  const { answer, sent } = await submitted({ kind: 'json', status: 200, body: LEGACY });
  expect(answer).toMatchObject({ kind: 'task', taskId: 7 });
  expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
    `GET ${URL_OF_IT}`,
    'POST https://service.test/createTask',
  ]);
  expect(JSON.stringify(sent[0])).not.toContain('key');
  expect(sent[1]?.json).toEqual({
    clientKey: 'key',
    task: {
      type: 'CustomTask',
      class: 'altcha',
      websiteURL: 'https://site.test/',
      metadata: { challenge: 'c1', iterations: '5000', salt: 's1', signature: 'g1' },
    },
  });
});

test('a challenge that names no end is counted to the widget’s own', async () => {
  const { maxnumber: _end, ...open } = LEGACY;
  const { sent } = await submitted({ kind: 'json', status: 200, body: open });
  expect(sent[1]?.json).toMatchObject({ task: { metadata: { iterations: '1000000' } } });
});

test.each<Exchange>([
  { kind: 'unreachable' },
  { kind: 'json', status: 404, body: LEGACY },
  { kind: 'json', status: 200, body: { parameters: { algorithm: 'PBKDF2/SHA-256' }, signature: 'g1' } },
  { kind: 'not-json', status: 200, text: '<html>' },
])('without a challenge that the service knows nothing is asked of it: %j', async (found) => {
  const { answer, sent } = await submitted(found);
  expect(answer).toEqual({ kind: 'refused', refusal: { code: 'KIND_NOT_SOLD' } });
  expect(sent).toHaveLength(1);
});
