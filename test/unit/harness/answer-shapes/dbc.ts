/** Answers of DeathByCaptcha. Node only. */
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

const captcha = ({ id }: { id: string }, members: object) => ({ captcha: Number(id), status: 0, ...members });

export const dbcShapes: Shapes = {
  submit: [
    task('a captcha', (fill) => captcha(fill, { text: '', is_correct: true })),
    task('a captcha that is not correct yet', (fill) => captcha(fill, { text: null, is_correct: 0 })),
    task('an id that is text', ({ id }) => ({ captcha: id, text: '', is_correct: '1' }), 'text'),
    task('odd members', (fill) => captcha(fill, { text: {}, is_correct: 'perhaps', status: null })),
    refused('the id 0', 'DBC_REJECTED', () => ({ captcha: 0, text: '', is_correct: true, status: 0 })),
    refused('HTTP 400', 'DBC_REJECTED', () => ({ status: 255, error: 'bad picture' }), {
      status: 400,
      text: 'bad picture',
    }),
    refused('HTTP 403', 'DBC_DENIED', () => ({ status: 255, error: 'denied' }), { status: 403, text: 'denied' }),
    refused('HTTP 402', 'HTTP_PAYMENT_REQUIRED', () => '', { status: 402 }),
    refused('HTTP 503', 'DBC_OVERLOADED', () => '', { status: 503 }),
    refused('HTTP 200, an error', 'DBC_REJECTED', () => ({ status: 255, error: 'no' }), { text: 'no' }),
    refused('HTTP 200, no money', 'ERROR_NO_FUNDS', () => ({ status: '255', error: 'insufficient-funds' })),
    refused('HTTP 200, a wrong login', 'DBC_DENIED', () => ({ status: 255, error: 'Not-Logged-In' })),
    refused('HTTP 200, banned', 'ERROR_USER_BANNED', () => ({ status: 255, error: 'banned' })),
    refused('HTTP 200, overloaded', 'DBC_OVERLOADED', () => ({ status: 255, error: 'service-overload' })),
    unclear('other JSON', 'ANSWER_MALFORMED', () => ({ hello: 'world' })),
    unclear('a web page', 'ANSWER_NOT_JSON', () => '<html>hello</html>'),
    unclear('HTTP 500', 'HTTP_SERVER_ERROR', () => ({ error: 'oops' }), 500),
  ],
  poll: [
    ...[true, 1, '1', false, 0, '0', null, undefined].flatMap((flag) => [
      running(`no text, is_correct ${JSON.stringify(flag)}`, (fill) => captcha(fill, { text: '', is_correct: flag })),
      running(`a text of null, is_correct ${JSON.stringify(flag)}`, (fill) =>
        captcha(fill, { text: null, is_correct: flag }),
      ),
    ]),
    running('without a text', (fill) => captcha(fill, {})),
    ...[true, 1, '1', null, undefined].map((flag) =>
      solved(`a token, is_correct ${JSON.stringify(flag)}`, (fill) =>
        captcha(fill, { text: fill.token, is_correct: flag }),
      ),
    ),
    solved('a picture’s number', (fill) => captcha(fill, { text: 4213, is_correct: true }), {
      solution: () => ({ token: '4213' }),
    }),
    solved(
      'JSON text',
      (fill) => captcha(fill, { text: JSON.stringify({ ticket: fill.token, randstr: '@r' }), is_correct: 1 }),
      {
        solution: ({ token }) => ({ token, answer: { ticket: token, randstr: '@r' } }),
      },
    ),
    solved('uCaptcha’s copy', ({ id, token }) => ({ captcha: id, is_correct: true, solved: true, text: token })),
    running('uCaptcha’s copy, not done', ({ id }) => ({ captcha: id, is_correct: true, solved: false, text: '' })),
    paid('a question mark', ['captcha', 'status', 'text', 'is_correct'], (fill) =>
      captcha(fill, { text: '?', is_correct: true }),
    ),
    failed('a text that is not correct', 'DBC_WRONG', (fill) => captcha(fill, { text: 'x', is_correct: false })),
    failed('a text that is not correct, as a number', 'DBC_WRONG', (fill) =>
      captcha(fill, { text: 'x', is_correct: 0 }),
    ),
    failed('uCaptcha’s copy, failed', 'DBC_WRONG', ({ id }) => ({
      captcha: id,
      is_correct: false,
      solved: true,
      text: '',
    })),
    failed('uCaptcha’s copy, not found', 'DBC_NOT_FOUND', ({ id }) => ({
      captcha: id,
      is_correct: false,
      solved: false,
    })),
    failed('the id 0', 'DBC_NOT_FOUND', () => ({ captcha: 0, text: '', is_correct: false, status: 0 })),
    unread('HTTP 503', 'DBC_OVERLOADED', () => '', 503),
    unread('HTTP 500', 'HTTP_SERVER_ERROR', () => 'oops', 500),
    unread('a web page', 'ANSWER_NOT_JSON', () => '<html>'),
  ],
  balance: [
    worth('cents', 0.0123, { user: 7, rate: 0.139, balance: 1.23, is_banned: false, status: 0 }),
    worth('cents as text', 0.0123, { user: '7', balance: '1.23', is_banned: '0' }),
    worth('a debt', -0.01, { user: 7, balance: -1, is_banned: 0 }),
    noBalance('user 0', 'DBC_DENIED', { user: 0, balance: 0, is_banned: false }),
    noBalance('user 0 as text', 'DBC_DENIED', { user: '0', balance: '0' }),
    noBalance('banned', 'ERROR_USER_BANNED', { user: 7, balance: 5, is_banned: '1' }),
    noBalance('an error', 'DBC_DENIED', { status: 255, error: 'not-logged-in' }),
    noBalance('a balance of null', 'ANSWER_MALFORMED', { user: 7, balance: null }),
    noBalance('HTTP 402', 'HTTP_PAYMENT_REQUIRED', '', 402),
  ],
};
