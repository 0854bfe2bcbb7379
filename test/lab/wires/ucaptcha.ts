/** uCaptcha: real HTTP statuses, failed tasks without an errorId, rate headers. Node only. */
import { feedback } from './capsolver.ts';
import { family } from './family.ts';
import { types } from './two-captcha.ts';

const STATUS: Readonly<Record<string, number>> = {
  ERROR_KEY_DOES_NOT_EXIST: 401,
  ERROR_WRONG_USER_KEY: 401,
  ERROR_ZERO_BALANCE: 402,
  ERROR_WRONG_CAPTCHA_ID: 404,
  ERROR_CAPTCHA_UNSOLVABLE: 200,
};

export const wire = family({
  id: 'ucaptcha',
  ids: 'uuid',
  proxy: 'url',
  types,
  token: (provider) => [provider === 'recaptcha' ? 'gRecaptchaResponse' : 'token'],
  members: { selectionMode: ['autoCheapest', 'autoFastest', 'autoMostReliable', 'priority'], provider: [] },
  status: (code) => STATUS[code] ?? 400,
  headers: { 'x-ratelimit-limit': '10000', 'x-ratelimit-remaining': '9999', 'x-ratelimit-reset': '1800000000' },
  failed: { errorId: 0 },
  createdAs: 'processing',
  cost: (usd) => usd,
  extras: { solveTime: 1200 },
  badRequest: 'ERROR_BAD_PARAMETERS',
  badType: 'TASK_NOT_SUPPORTED',
  noProxy: 'ERROR_BAD_PROXY',
  lost: 'ERROR_WRONG_CAPTCHA_ID',
  reports: { feedbackTask: feedback },
  reported: { message: 'Feedback recorded' },
});
