/** Answers of the createTask family. Node only. */
import { createTaskSubmissions } from './create-task-submissions.ts';
import { failed, noBalance, paid, running, solved, unread, worth, type Shapes } from './shape.ts';

export const createTaskShapes: Shapes = {
  submit: createTaskSubmissions,
  poll: [
    running('processing', () => ({ errorId: 0, status: 'processing' })),
    running('processing, null beside it', () => ({
      errorId: 0,
      status: 'processing',
      errorCode: null,
      errorDescription: null,
    })),
    running('a status of null', () => ({ errorId: 0, status: null })),
    running('a solution of null', () => ({ errorId: 0, status: 'processing', solution: null })),
    running('an empty solution', () => ({ errorId: 0, status: 'processing', solution: '' })),
    running('an unknown status', () => ({ errorId: 0, status: 'pondering' })),
    running('in another case', () => ({ errorId: '0', status: 'PROCESSING' })),
    running('a success that names no solution', () => ({ errorId: 0, status: 'success' })),
    running('not ready, as an error', () => ({ errorId: 1, errorCode: 'CAPTCHA_NOT_READY' })),
    running('not ready, small', () => ({ errorId: 1, errorCode: 'captcha_not_ready' })),
    running('not ready, with the usual beginning', () => ({ errorId: 1, errorCode: 'ERROR_CAPTCHA_NOT_READY' })),
    solved('a token', ({ token }) => ({ errorId: 0, status: 'ready', solution: { token } })),
    ...[
      'success',
      'completed',
      'done',
      'READY',
      'Ready',
      'solved',
      'finished',
      ' ready ',
      'pondering',
      null,
      1,
      {},
    ].map((status) =>
      solved(`the status ${JSON.stringify(status)}`, ({ token }) => ({ errorId: 0, status, solution: { token } })),
    ),
    solved('no status', ({ token }) => ({ errorId: 0, solution: { gRecaptchaResponse: token } })),
    solved('state for status', ({ token }) => ({ errorId: 0, state: 'ready', solution: { token } })),
    ...['0', false, null, undefined, {}, 'none'].map((errorId) =>
      solved(`errorId ${JSON.stringify(errorId)}`, ({ token }) => ({ errorId, status: 'ready', solution: { token } })),
    ),
    solved('a code beside it', ({ token }) => ({
      errorId: 0,
      errorCode: 'NOTHING',
      status: 'ready',
      solution: { token },
    })),
    ...[
      ['gRecaptchaResponse', 'g-recaptcha-response', 'GRECAPTCHARESPONSE', 'token', 'Token', 'text', 'cf_clearance'],
      ['cookie', 'payload', 'captcha_response', 'turnstile_token', 'value', 'code', 'request', 'answers', 'answer'],
      ['result', 'response', 'h-captcha-response', 'aWholeNewName'],
    ]
      .flat()
      .map((name) =>
        solved(`under the name ${name}`, ({ token }) => ({
          errorId: 0,
          status: 'ready',
          solution: { userAgent: 'Mozilla/5.0', [name]: token },
        })),
      ),
    solved('at the top', ({ token }) => ({ errorId: 0, status: 'ready', token })),
    solved('as text', ({ token }) => ({ errorId: 0, status: 'ready', solution: token })),
    solved('as JSON text', ({ token }) => ({ errorId: 0, status: 'ready', solution: JSON.stringify({ token }) })),
    solved('as a list', ({ token }) => ({ errorId: 0, status: 'ready', solution: [{ token }] })),
    solved('in a list of texts', ({ token }) => ({ errorId: 0, status: 'ready', solution: { answers: [token] } })),
    solved('in data', ({ token }) => ({ errorId: 0, status: 'ready', solution: { data: { token, number: 5 } } })),
    solved('in blanks', ({ token }) => ({ errorId: 0, status: 'ready', solution: { token: ` ${token}\r\n` } })),
    solved('beside a token "null"', ({ token }) => ({
      errorId: 0,
      status: 'ready',
      solution: { token: 'null', text: token },
    })),
    solved('AWS’s cookie', ({ token }) => ({
      errorId: 0,
      status: 'ready',
      solution: { cookies: { 'aws-waf-token': token } },
    })),
    solved('AWS’s cookie in a list', ({ token }) => ({
      errorId: 0,
      status: 'ready',
      solution: {
        cookies: [
          { name: 'a', value: 'b' },
          { name: 'aws-waf-token', value: token },
        ],
      },
    })),
    solved('AWS’s cookie in a header', ({ token }) => ({
      errorId: 0,
      status: 'ready',
      solution: { cookie: `a=b; aws-waf-token=${token}; c=d` },
    })),
    solved(
      'with the key of its response',
      ({ token }) => ({ errorId: 0, status: 'ready', solution: { token, respKey: 'E0' } }),
      {
        solution: ({ token }) => ({ token, respKey: 'E0' }),
      },
    ),
    solved('a number', () => ({ errorId: 0, status: 'ready', solution: { text: 4213 } }), {
      solution: () => ({ token: '4213' }),
    }),
    solved(
      'numbers as text',
      ({ token }) => ({
        errorId: 0,
        status: 'ready',
        solution: { token },
        createTime: '1700000000',
        cost: '0.00299',
      }),
      { cost: 0.00299 },
    ),
    ...(
      [
        ['$0.002', 0.002],
        ['0,002', 0.002],
        ['0.002 USD', 0.002],
        [-1, undefined],
        [{}, undefined],
        ['much', undefined],
      ] as const
    ).map(([cost, read]) =>
      solved(
        `a cost of ${JSON.stringify(cost)}`,
        ({ token }) => ({ errorId: 0, status: 'ready', solution: { token }, cost }),
        {
          cost: read,
        },
      ),
    ),
    solved('odd members all over', ({ token }) => ({
      errorId: 0,
      status: 'ready',
      solution: { token, extra: [1], more: { a: null } },
      errorCode: 0,
      errorDescription: {},
      ip: [],
      endTime: false,
      solveCount: {},
    })),
    solved('10 kB', () => ({ errorId: 0, status: 'ready', solution: { token: 'x'.repeat(10_000) } }), {
      solution: () => ({ token: 'x'.repeat(10_000) }),
    }),
    paid('only a user agent', ['userAgent'], () => ({
      errorId: 0,
      status: 'ready',
      solution: { userAgent: 'Mozilla/5.0' },
    })),
    paid('an empty object', [], () => ({ errorId: 0, status: 'ready', solution: {} })),
    paid('null', [], () => ({ errorId: 0, status: 'ready', solution: null })),
    paid('nothing', [], () => ({ errorId: 0, status: 'Ready' })),
    paid('two texts of unknown names', ['alpha', 'beta'], () => ({
      errorId: 0,
      status: 'ready',
      solution: { alpha: 'a', beta: 'b' },
    })),
    paid('a token "null"', ['token'], () => ({ errorId: 0, status: 'ready', solution: { token: 'null' } })),
    paid('a word for a result', ['result'], () => ({
      errorId: 0,
      status: 'completed',
      solution: { result: 'success' },
    })),
    failed('an error', 'ERROR_CAPTCHA_UNSOLVABLE', () => ({ errorId: 12, errorCode: 'ERROR_CAPTCHA_UNSOLVABLE' })),
    failed('an error as text', 'ERROR_CAPTCHA_UNSOLVABLE', () => ({
      errorId: '12',
      errorCode: 'error_captcha_unsolvable',
    })),
    failed('an error beside an empty id', 'ERROR_CAPTCHA_UNSOLVABLE', () => ({
      errorId: 1,
      errorCode: 'ERROR_CAPTCHA_UNSOLVABLE',
      taskId: '',
      status: null,
    })),
    failed('a code beside errorId 0', 'ERROR_CAPTCHA_UNSOLVABLE', () => ({
      errorId: 0,
      errorCode: 'ERROR_CAPTCHA_UNSOLVABLE',
    })),
    ...['error', 'FAILED', 'timeout', 'canceled', 'expired', 'Rejected'].map((status) =>
      failed(`the status ${status}`, 'UNKNOWN_CODE', () => ({ errorId: 0, status }), { text: status }),
    ),
    ...[400, 402, 404, 429, 500, 503].map((status) =>
      failed(
        `HTTP ${status} with an error`,
        'ERROR_CAPTCHA_UNSOLVABLE',
        () => ({ errorId: 1, errorCode: 'ERROR_CAPTCHA_UNSOLVABLE' }),
        {
          status,
        },
      ),
    ),
    unread('an empty answer', 'ANSWER_NOT_JSON', () => ''),
    unread('HTTP 500, text', 'HTTP_SERVER_ERROR', () => 'Internal Server Error', 500),
    unread('HTTP 503, text', 'HTTP_SERVER_ERROR', () => 'unavailable', 503),
    unread('HTTP 402, empty', 'HTTP_PAYMENT_REQUIRED', () => '', 402),
    unread('HTTP 404, a web page', 'HTTP_NOT_FOUND', () => '<html>', 404),
    unread('other JSON', 'ANSWER_MALFORMED', () => ({ hello: 'world' })),
  ],
  balance: [
    worth('a number', 1.23, { errorId: 0, balance: 1.23 }),
    worth('alone', 1, { balance: 1 }),
    worth('text', 1.23, { errorId: 0, balance: '1.23' }),
    worth('text with a comma', 1.23, { errorId: 0, balance: '1,23' }),
    worth('text with a currency', 1.23, { errorId: 0, balance: '$1.23' }),
    worth('text with a currency behind it', 1234.5, { errorId: 0, balance: '1,234.50 USD' }),
    worth('a debt', -1, { errorId: 0, balance: -1 }),
    worth('a debt as text', -0.5, { errorId: '0', balance: '-0.5' }),
    worth('odd members', 2, { errorId: 0, balance: 2, captchaCredits: null, packages: {}, errorCode: 7, status: null }),
    noBalance('null', 'ANSWER_MALFORMED', { errorId: 0, balance: null }),
    noBalance('an error', 'ERROR_KEY_DOES_NOT_EXIST', {
      errorId: '1',
      errorCode: 'error_key_does_not_exist',
      balance: 0,
    }),
    noBalance('an error beside errorId 0', 'ERROR_IP_BLOCKED', { errorId: 0, errorCode: 'ERROR_IP_BLOCKED' }),
    noBalance('HTTP 402, empty', 'HTTP_PAYMENT_REQUIRED', '', 402),
  ],
};
