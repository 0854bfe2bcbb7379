/** A solve's events in words, one line each. Pure. */
import { entryFor, unknownCode } from './error-catalogue.ts';
import type { JobEvent } from './job.ts';
import { marked, phrase, type Phrase, type Words } from './phrase.ts';

export interface TimelineLine {
  /** ms since the solve began. */
  after: number;
  text: Words;
}

/** `label` gives a service's name for people. */
export function timeline(
  events: readonly JobEvent[],
  startedAt: number,
  label: (service: string) => string,
): TimelineLine[] {
  return events.map((event) => ({
    after: Math.max(0, event.at - startedAt),
    text: words(event, event.service ? label(event.service) : phrase('The service')),
  }));
}

function why({ code, service, said }: JobEvent): Phrase {
  const entry = code ? entryFor(code, service) : undefined;
  const reason = entry ? phrase(entry.message) : unknownCode(code ?? '?');
  return said ? phrase('$1 (“$2”)', reason, said) : reason;
}

function words(event: JobEvent, name: string | Phrase): Words {
  const { what, code, taskType, seconds, cost } = event;
  switch (what) {
    case 'asked':
      return phrase('$1 was asked ($2).', name, taskType ?? 'task');
    case 'made':
      return phrase('$1 took the task.', name);
    case 'refused':
      return phrase('$1 refused: $2', name, why(event));
    case 'switched':
      return phrase('$1 says it is another kind of captcha; asked again as $2.', name, taskType ?? '?');
    case 'flipped':
      return code === 'ERROR_VISIBLE_RECAPTCHA'
        ? phrase('$1 says the widget is visible; asked again so.', name)
        : phrase('$1 says the widget is invisible; asked again so.', name);
    case 'waits':
      return phrase('Waiting $1 s before asking again: $2', seconds ?? 0, why({ ...event, said: undefined }));
    case 'again':
      return phrase('$1 gave up on it: $2 One more try.', name, why({ ...event, said: undefined }));
    case 'skipped':
      return phrase('$1 was passed over: $2', name, why({ ...event, said: undefined }));
    case 'next':
      return marked('Going on to the next account.');
    case 'solved':
      return cost === undefined
        ? phrase('$1 sent the token.', name)
        : phrase('$1 sent the token for $2.', name, `$${cost.toFixed(4)}`);
    case 'failed':
      return phrase('$1 failed: $2', name, why(event));
    case 'cancelled':
      return marked('Cancelled. A task that was made may still cost.');
    case 'resumed':
      return marked('Taken up again with the same task.');
    case 'late':
      return cost === undefined
        ? phrase('$1 sent the token after the end.', name)
        : phrase('$1 sent the token after the end, for $2.', name, `$${cost.toFixed(4)}`);
  }
}
