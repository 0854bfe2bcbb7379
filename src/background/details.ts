/** Background. What the popup shows of a solve beside what its page tells: how it went, a late token, and whether it can be reported. */
import type { LocatedCaptcha } from '../core/captcha-view.ts';
import { attemptId, currentAttempt, sameDocument, type Job } from '../core/job.ts';
import { tokenLifeMs } from '../core/solution.ts';
import { timeline } from '../core/timeline.ts';
import type { CaptchaDetails } from '../protocol/views.ts';
import { isLate } from './engine.ts';
import { jobStore } from './jobs.ts';
import { ledger } from './money.ts';
import { services } from './services.ts';
import type { SettingsStore } from './settings-store.ts';

export async function detailsOf(
  captchas: readonly LocatedCaptcha[],
  tabId: number,
  store: SettingsStore,
): Promise<Record<string, CaptchaDetails>> {
  const jobs = (await jobStore.all()).filter(({ document }) => document.tabId === tabId);
  const { accounts } = await store.effective();
  const found = await Promise.all(
    captchas.map(async (captcha): Promise<[string, CaptchaDetails] | null> => {
      const job = jobs.find(({ challenge }) => challenge.challengeId === captcha.challengeId);
      const late = jobs.find((one) => isLate(one) && isOf(one, captcha, tabId));
      if (!job && !late) return null;
      const shown = job ?? late;
      const label = (service: string) => services[service]?.meta.label ?? service;
      const options = accounts.find(({ id }) => id === (shown && currentAttempt(shown)?.accountId))?.options ?? {};
      return [
        captcha.id,
        {
          timeline: shown ? timeline(shown.events, shown.events[0]?.at ?? shown.startedAt, label) : [],
          offer:
            late && captcha.state !== 'solving'
              ? { until: (late.readyAt ?? 0) + tokenLifeMs(late.challenge.kind) }
              : undefined,
          report: job && captcha.state === 'solved' ? await reportable(job, options) : undefined,
        },
      ];
    }),
  );
  return Object.fromEntries(found.filter((one) => one !== null));
}

function isOf(
  { document, challenge }: Job,
  { frameId, documentId, kind, sitekey }: LocatedCaptcha,
  tabId: number,
): boolean {
  return (
    sameDocument(document, { tabId, frameId, documentId }) && challenge.kind === kind && challenge.sitekey === sitekey
  );
}

async function reportable(
  job: Job,
  options: Record<string, string | number | boolean>,
): Promise<CaptchaDetails['report']> {
  const attempt = currentAttempt(job);
  const service = attempt && services[attempt.service];
  if (!service || attempt.taskId === undefined) return undefined;
  const verdicts = service.verdicts(job.challenge.kind, { options });
  const id = attemptId(job, attempt);
  return verdicts.length ? { attempt: id, verdicts: [...verdicts], told: (await ledger.read(id))?.report } : undefined;
}
