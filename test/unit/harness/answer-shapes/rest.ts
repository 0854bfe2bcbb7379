/** Answers of RiskByPass and of Solvium, whose tasks are resources of their own. Node only. */
import {
  failed,
  noBalance,
  paid,
  refused,
  running,
  solved,
  task,
  unclear,
  unread,
  worth,
  type Shapes,
} from './shape.ts';

export const riskByPassShapes: Shapes = {
  submit: [
    task('a task', ({ id }) => ({ ok: true, task_id: id }), 'text'),
    task('an id that is a number', ({ id }) => `{"ok":true,"task_id":${id}}`),
    task('ok as a number', ({ id }) => ({ ok: 1, task_id: id }), 'text'),
    task('ok as text', ({ id }) => ({ ok: 'true', task_id: id, message: {}, error: null }), 'text'),
    task('the id alone', ({ id }) => ({ task_id: id }), 'text'),
    refused('ok false', 'RISKBYPASS_REFUSED', () => ({ ok: false, error: 'no money' }), { text: 'no money' }),
    refused('ok 0', 'RISKBYPASS_REFUSED', () => ({ ok: 0, message: 'no money' }), { text: 'no money' }),
    refused('an error that is an object', 'RISKBYPASS_REFUSED', () => ({ ok: false, error: { message: 'no money' } }), {
      text: 'no money',
    }),
    refused('HTTP 402 with words', 'HTTP_PAYMENT_REQUIRED', () => ({ detail: 'no money' }), {
      status: 402,
      text: 'no money',
    }),
    refused('HTTP 422 with words', 'HTTP_REJECTED', () => ({ detail: 'bad url' }), { status: 422, text: 'bad url' }),
    unclear('ok and no task', 'ANSWER_MALFORMED', () => ({ ok: true })),
    unclear('a web page', 'ANSWER_NOT_JSON', () => '<html>'),
  ],
  poll: [
    running('queued', () => ({ status: 'QUEUED' })),
    running('running, small', () => ({ status: 'running', result: null })),
    running('an unknown status', () => ({ status: 'PONDERING' })),
    solved('a token', ({ token }) => ({ status: 'SUCCESS', result: { token, ua: 'Mozilla/5.0' } })),
    solved('in small letters', ({ token }) => ({ status: 'success', result: { token } })),
    solved('turnstile_token', ({ token }) => ({
      status: 'SUCCESS',
      result: { turnstile_token: token, ua: 'Mozilla/5.0' },
    })),
    solved('as text', ({ token }) => ({ status: 'SUCCESS', result: token, error: {} })),
    solved('as JSON text', ({ token }) => ({ status: 'SUCCESS', result: JSON.stringify({ token }) })),
    paid('only a user agent', ['ua'], () => ({ status: 'SUCCESS', result: { ua: 'Mozilla/5.0' } })),
    paid('nothing', [], () => ({ status: 'SUCCESS' })),
    failed('failed', 'RISKBYPASS_FAILED', () => ({ status: 'FAILED', error: 'gave up' }), { text: 'gave up' }),
    failed(
      'failed, an error that is an object',
      'RISKBYPASS_FAILED',
      () => ({ status: 'failed', error: { message: 'gave up' } }),
      {
        text: 'gave up',
      },
    ),
    failed('not found', 'RISKBYPASS_NOT_FOUND', () => ({ status: 'not_found' })),
    unread('a poll that is refused', 'ANSWER_MALFORMED', () => ({ ok: false, error: 'too fast' })),
    unread('HTTP 500', 'HTTP_SERVER_ERROR', () => ({ detail: 'oops' }), 500),
  ],
  balance: [
    worth('credits', 12.5, { ok: true, balance: 12_500 }),
    worth('credits as text', 12.5, { ok: 1, balance: '12500' }),
    noBalance('ok false', 'RISKBYPASS_REFUSED', { ok: 'false', error: {} }),
    noBalance('a balance of null', 'ANSWER_MALFORMED', { ok: true, balance: null }),
  ],
};

const no = (code: string) => ({ error: { code, message: 'said', retryable: null, request_id: 7, details: {} } });

export const solviumShapes: Shapes = {
  submit: [
    task('a task', ({ id }) => ({ task_id: id, status: 'pending', error: null }), 'text'),
    task('odd members', ({ id }) => ({ task_id: id, cost: {}, solution: [], error: '' }), 'text'),
    refused('an error', 'invalid_api_key', () => no('invalid_api_key'), { status: 401, text: 'said' }),
    refused('a code in capitals', 'insufficient_balance', () => no('INSUFFICIENT_BALANCE'), { status: 402 }),
    refused('HTTP 402 without a code', 'HTTP_PAYMENT_REQUIRED', () => ({ detail: 'no money' }), {
      status: 402,
      text: 'no money',
    }),
    unclear('no task', 'ANSWER_MALFORMED', () => ({ status: 'pending' })),
  ],
  poll: [
    running('pending', () => ({ status: 'PENDING', solution: null, error: null })),
    solved('text', ({ token }) => ({ status: 'completed', solution: token, cost: '0.0009' }), { cost: 0.0009 }),
    solved('an object', ({ token }) => ({ status: 'Completed', solution: { token }, cost: {}, error: {} })),
    paid('no token', ['user_agent'], () => ({ status: 'completed', solution: { user_agent: 'Mozilla/5.0' } })),
    failed('rejected', 'proxy_blocked', () => ({
      status: 'REJECTED',
      error: { code: 'PROXY_BLOCKED', message: null },
    })),
    failed('rejected without a code', 'general_error', () => ({ status: 'rejected', error: 'gave up' }), {
      text: 'gave up',
    }),
    unread('HTTP 500', 'HTTP_SERVER_ERROR', () => 'oops', 500),
  ],
  balance: [
    worth('text', 1.5, { balance: '1.5' }),
    worth('text with a currency', 1.5, { balance: '$1.50', user: {} }),
    noBalance('an error', 'invalid_api_key', no('invalid_api_key'), 401),
  ],
};
