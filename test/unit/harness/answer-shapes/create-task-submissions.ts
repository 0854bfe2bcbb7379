/** Answers of the createTask family to createTask itself. Node only. */
import type { Submitted } from '../../../../src/protocol/service.ts';
import { refused, task, unclear, type Shape } from './shape.ts';

const said = 'Said by the service';

export const createTaskSubmissions: readonly Shape<Submitted>[] = [
  task('a number', ({ id }) => `{"errorId":0,"taskId":${id}}`),
  task('text', ({ id }) => ({ errorId: 0, taskId: id }), 'text'),
  task('an empty code', ({ id }) => ({ errorId: 0, errorCode: '', taskId: id }), 'text'),
  task('errorId as text', ({ id }) => ({ errorId: '0', taskId: id }), 'text'),
  task('errorId as a boolean', ({ id }) => ({ errorId: false, taskId: id }), 'text'),
  task('errorId null', ({ id }) => ({ errorId: null, taskId: id }), 'text'),
  task('the id alone', ({ id }) => ({ taskId: id }), 'text'),
  task('a status of null', ({ id }) => ({ errorId: 0, taskId: id, status: null }), 'text'),
  task('not picked up yet', ({ id }) => ({ errorId: 0, taskId: id, status: 'idle' }), 'text'),
  task('a code that is a number', ({ id }) => ({ errorId: 0, errorCode: 0, taskId: id }), 'text'),
  task('a description that is an object', ({ id }) => ({ errorId: 0, taskId: id, errorDescription: {} }), 'text'),
  task('an empty list for a solution', ({ id }) => ({ errorId: 0, taskId: id, solution: [] }), 'text'),
  task('a limit of null', ({ id }) => ({ errorId: 0, taskId: id, timeout: null }), 'text'),
  task(
    'odd members all over',
    ({ id }) => ({ errorId: 0, taskId: id, recommended: null, cost: {}, balance: null }),
    'text',
  ),
  task('a list of one answer', ({ id }) => [{ errorId: 0, taskId: id }], 'text'),
  task('a byte order mark and a newline', ({ id }) => `\uFEFF{"errorId":0,"taskId":"${id}"}\r\n`, 'text'),
  {
    name: 'a limit as text',
    body: ({ id }) => ({ errorId: 0, taskId: id, timeout: '120' }),
    gives: ({ id }) => ({ kind: 'task', taskId: id, timeoutMs: 125_000 }),
  },
  {
    name: 'a token at once',
    body: ({ id, token }) => ({ errorId: 0, taskId: id, status: 'ready', solution: { text: token } }),
    gives: ({ id, token }) => ({ kind: 'solved', taskId: id, solution: { token } }),
  },
  {
    name: 'a token at once, without a status',
    body: ({ id, token }) => ({ errorId: 0, taskId: id, solution: { token } }),
    gives: ({ id, token }) => ({ kind: 'solved', taskId: id, solution: { token } }),
  },
  {
    name: 'a token at once, called a success',
    body: ({ token }) => ({ errorId: 0, status: 'success', solution: { gRecaptchaResponse: token } }),
    gives: ({ token }) => ({ kind: 'solved', taskId: undefined, solution: { token } }),
  },
  {
    name: 'an id beyond 2^53',
    body: ({ id }) => `{"errorId":0,"taskId":9007199254${id}}`,
    gives: ({ id }) => ({ kind: 'task', taskId: { digits: `9007199254${id}` } }),
  },
  {
    name: 'done at once, without a token',
    body: () => ({ errorId: 0, status: 'ready', solution: { userAgent: 'Mozilla/5.0' } }),
    gives: () => ({ kind: 'failed', refusal: { code: 'PAID_WITHOUT_TOKEN', members: ['userAgent'] } }),
  },
  {
    name: 'a task that failed at once',
    body: ({ id }) => ({ errorId: 0, taskId: id, status: 'failed', errorCode: 'ERROR_CAPTCHA_UNSOLVABLE' }),
    gives: ({ id }) => ({ kind: 'failed', taskId: id, refusal: { code: 'ERROR_CAPTCHA_UNSOLVABLE' } }),
  },
  refused('an error', 'ERROR_ZERO_BALANCE', () => ({ errorId: 10, errorCode: 'ERROR_ZERO_BALANCE' })),
  refused('errorId as text', 'ERROR_ZERO_BALANCE', () => ({ errorId: '1', errorCode: 'ERROR_ZERO_BALANCE' })),
  refused('errorId true', 'ERROR_ZERO_BALANCE', () => ({ errorId: true, errorCode: 'ERROR_ZERO_BALANCE' })),
  refused('an id of 0', 'ERROR_NO_SLOT_AVAILABLE', () => ({
    errorId: 1,
    errorCode: 'ERROR_NO_SLOT_AVAILABLE',
    taskId: 0,
  })),
  refused('an id of null', 'ERROR_ZERO_BALANCE', () => ({
    errorId: 1,
    errorCode: 'ERROR_ZERO_BALANCE',
    taskId: null,
  })),
  refused('an empty id', 'ERROR_ZERO_BALANCE', () => ({ errorId: 1, errorCode: 'ERROR_ZERO_BALANCE', taskId: '' })),
  refused('a status of null', 'ERROR_ZERO_BALANCE', () => ({
    errorId: 1,
    errorCode: 'ERROR_ZERO_BALANCE',
    status: null,
  })),
  refused('a code beside errorId 0', 'ERROR_ZERO_BALANCE', () => ({ errorId: 0, errorCode: 'ERROR_ZERO_BALANCE' })),
  refused('the code alone', 'ERROR_ZERO_BALANCE', () => ({ errorCode: 'ERROR_ZERO_BALANCE' })),
  refused('a code in small letters', 'ERROR_ZERO_BALANCE', () => ({ errorId: 1, errorCode: 'error_zero_balance' })),
  refused('a code in mixed letters, with blanks', 'ERROR_KEY_DOES_NOT_EXIST', () => ({
    errorId: 1,
    errorCode: ' Error_Key_Does_Not_Exist ',
  })),
  refused('a code that is a number', '1003', () => ({ errorId: 1, errorCode: 1003 })),
  refused('no code', 'UNKNOWN_CODE', () => ({ errorId: 1, errorDescription: said }), { text: said }),
  refused('a sentence for a code', 'UNKNOWN_CODE', () => ({ errorId: 1, errorCode: `${said}.` }), {
    text: `${said}.`,
  }),
  refused(
    'errorDesc',
    'ERROR_REQUIRED_FIELDS',
    () => ({ errorId: 1, errorCode: 'ERROR_REQUIRED_FIELDS', errorDesc: said }),
    {
      text: said,
    },
  ),
  refused('a description that is an object', 'ERROR_ZERO_BALANCE', () => ({
    errorId: 1,
    errorCode: 'ERROR_ZERO_BALANCE',
    errorDescription: { a: 1 },
  })),
  ...[400, 401, 402, 403, 404, 429, 500, 503].map((status) =>
    refused(
      `HTTP ${status} with an error`,
      'ERROR_ZERO_BALANCE',
      () => ({ errorId: 1, errorCode: 'ERROR_ZERO_BALANCE' }),
      {
        status,
      },
    ),
  ),
  refused('HTTP 402, empty', 'HTTP_PAYMENT_REQUIRED', () => '', { status: 402 }),
  refused('HTTP 402, other JSON', 'HTTP_PAYMENT_REQUIRED', () => ({ detail: said }), { status: 402, text: said }),
  ...[400, 413, 415, 422].map((status) =>
    refused(`HTTP ${status}, a web page`, 'HTTP_REJECTED', () => '<html>no</html>', { status }),
  ),
  refused('HTTP 422, a list of problems', 'HTTP_REJECTED', () => ({ detail: [{ loc: ['body'], msg: said }] }), {
    status: 422,
    text: said,
  }),
  ...[404, 405, 410].map((status) =>
    refused(`HTTP ${status}, other JSON`, 'HTTP_NOT_FOUND', () => ({ a: 1 }), { status }),
  ),
  refused('HTTP 401, a web page', 'HTTP_UNAUTHORIZED', () => '<html>', { status: 401 }),
  refused('HTTP 429, text', 'HTTP_RATE_LIMITED', () => 'Too Many Requests', { status: 429 }),
  unclear('errorId 0, an id of 0', 'ANSWER_MALFORMED', () => ({ errorId: 0, taskId: 0 })),
  unclear('errorId 0 alone', 'ANSWER_MALFORMED', () => ({ errorId: 0 })),
  unclear('a success that names no task', 'ANSWER_MALFORMED', () => ({ errorId: 0, status: 'success' })),
  unclear('an empty answer', 'ANSWER_NOT_JSON', () => ''),
  unclear('a web page', 'ANSWER_NOT_JSON', () => '<html><h1>Hello</h1></html>'),
  unclear('other JSON', 'ANSWER_MALFORMED', () => ({ hello: 'world' })),
  unclear(
    'a warning before the JSON',
    'ANSWER_NOT_JSON',
    ({ id }) => `<b>Warning</b>: x\n{"errorId":0,"taskId":"${id}"}`,
  ),
  unclear('HTTP 408', 'ANSWER_NOT_JSON', () => 'Request Timeout', 408),
  unclear('HTTP 409', 'ANSWER_MALFORMED', () => ({ detail: 'conflict' }), 409),
  unclear('HTTP 502', 'HTTP_SERVER_ERROR', () => '<html>Bad Gateway</html>', 502),
];
