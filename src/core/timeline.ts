/** A solve's events in words, one line each. Pure. */
import { messageFor } from './error-catalogue.ts';
import type { JobEvent } from './job.ts';

export interface TimelineLine {
  /** ms since the solve began. */
  after: number;
  text: string;
}

/** `label` gives a service's name for people. */
export function timeline(events: readonly JobEvent[], startedAt: number, label: (service: string) => string): TimelineLine[] {
  return events.map((event) => ({ after: Math.max(0, event.at - startedAt), text: words(event, event.service ? label(event.service) : 'The service') }));
}

function words({ what, code, said, taskType, seconds, cost, service }: JobEvent, name: string): string {
  const why = code ? messageFor(code, service) : '';
  const quoted = said ? ` (“${said}”)` : '';
  switch (what) {
    case 'asked':
      return `${name} was asked (${taskType ?? 'task'}).`;
    case 'made':
      return `${name} took the task.`;
    case 'refused':
      return `${name} refused: ${why}${quoted}`;
    case 'switched':
      return `${name} says it is another kind of captcha; asked again as ${taskType ?? 'that'}.`;
    case 'flipped':
      return `${name} says the widget is ${code === 'ERROR_VISIBLE_RECAPTCHA' ? 'visible' : 'invisible'}; asked again so.`;
    case 'waits':
      return `Waiting ${seconds ?? 0} s before asking again: ${why}`;
    case 'again':
      return `${name} gave up on it: ${why} One more try.`;
    case 'skipped':
      return `${name} was passed over: ${why}`;
    case 'next':
      return 'Going on to the next account.';
    case 'solved':
      return cost === undefined ? `${name} sent the token.` : `${name} sent the token for $${cost.toFixed(4)}.`;
    case 'failed':
      return `${name} failed: ${why}${quoted}`;
    case 'cancelled':
      return 'Cancelled. A task that was made may still cost.';
    case 'resumed':
      return 'Taken up again with the same task.';
    case 'late':
      return cost === undefined ? `${name} sent the token after the end.` : `${name} sent the token after the end, for $${cost.toFixed(4)}.`;
  }
}
