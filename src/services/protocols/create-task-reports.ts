/**
 * Background. How services of the createTask family are told whether a token was any good.
 * A report is a courtesy: its refusal never changes a solve.
 */
import type { CaptchaKind } from '../../core/challenge.ts';
import type { Caller, Report, Reported, SolvingService, Verdict } from '../../protocol/service.ts';
import { POLL_TIMEOUT_MS } from './answers.ts';
import { isError, readAnswer, refusalOf } from './create-task.ts';
import { noAnswer } from './refusals.ts';

type Reporting = Pick<SolvingService, 'verdicts' | 'report'>;

async function tell({ send, endpoint, key }: Caller, path: string, content: object): Promise<Reported> {
  const exchange = await send({
    method: 'POST',
    url: `${endpoint}/${path}`,
    json: { clientKey: key, ...content },
    timeoutMs: POLL_TIMEOUT_MS,
  });
  const answer = readAnswer(exchange);
  if (!answer) return { kind: 'refused', refusal: noAnswer(exchange, key) };
  return isError(answer) ? { kind: 'refused', refusal: refusalOf(answer, exchange, key) } : { kind: 'taken' };
}

export const noReports: Reporting = { verdicts: () => [] };

/** `feedbackTask` (CapSolver, uCaptcha). uCaptcha requires a message; CapSolver takes one. */
export const feedbackTask: Reporting = {
  verdicts: () => ['bad', 'good'],
  report: (caller, { taskId, verdict }) => {
    const invalid = verdict.kind === 'bad';
    return tell(caller, 'feedbackTask', {
      taskId,
      result: { invalid, message: invalid ? 'The site rejected the token' : 'The site accepted the token' },
    });
  },
};

/** `reportScore` (Capzy): reCAPTCHA v3 alone, with the score that the site's own check saw. */
export const reportScore: Reporting = {
  verdicts: (kind) => (kind.startsWith('recaptcha-v3') ? ['score'] : []),
  report: (caller, { taskId, verdict, action, hostname }) =>
    verdict.kind === 'score'
      ? tell(caller, 'reportScore', { taskId, score: verdict.score, ...(action && { action }), hostname })
      : Promise.resolve({ kind: 'refused', refusal: { code: 'REPORT_NOT_TAKEN' } }),
};

/** One endpoint per verdict; `paths` says which, by kind. */
export function reportPaths(paths: (kind: CaptchaKind) => Partial<Record<'bad' | 'good', string>>): Reporting {
  return {
    verdicts: (kind) => Object.keys(paths(kind)) as Verdict['kind'][],
    report: (caller, { taskId, verdict, captcha }: Report) => {
      const path = verdict.kind === 'score' ? undefined : paths(captcha)[verdict.kind];
      return path
        ? tell(caller, path, { taskId })
        : Promise.resolve({ kind: 'refused', refusal: { code: 'REPORT_NOT_TAKEN' } });
    },
  };
}
