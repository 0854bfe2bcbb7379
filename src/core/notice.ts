/** What is worth a notification: what needs the user, who is looking elsewhere. Pure. */
import type { Outcome } from './outcome.ts';
import { marked, phrase, sentences, type Phrase, type Words } from './phrase.ts';

export interface NoticeFacts {
  outcome: Outcome<unknown>;
  trigger: 'person' | 'automatic';
  setting: 'off' | 'manual' | 'all';
  /** The tab is in front of the user: the page, its button and the toolbar tell them. */
  watched: boolean;
  /** Of the page; undefined in private windows, whose sites are named nowhere else. */
  host: string | undefined;
}

/** Ends that the user brought about, or that ask nothing of anybody. */
const QUIET = new Set([
  'CANCELLED',
  'DOCUMENT_GONE',
  'ALREADY_DELIVERED',
  'TEST_KEY',
  'PROOF_OF_WORK_FREE',
  'SITE_OFF',
  'NOT_AUTOMATIC',
]);

/** Null where nothing is said. A solve that nobody asked for and that succeeded needs nobody. */
export function noticeOf({
  outcome,
  trigger,
  setting,
  watched,
  host,
}: NoticeFacts): { title: Phrase; text: Words } | null {
  if (watched || setting === 'off' || (setting === 'manual' && trigger === 'automatic')) return null;
  if (outcome.ok) {
    if (trigger === 'automatic') return null;
    return {
      title: host ? phrase('Captcha solved on $1', host) : phrase('Captcha solved'),
      text: marked('Go on there before the token runs out.'),
    };
  }
  const { code, message, says, fix } = outcome.failure;
  if (QUIET.has(code)) return null;
  return {
    title: host ? phrase('Captcha not solved on $1', host) : phrase('Captcha not solved'),
    text: sentences(says ?? message, fix),
  };
}
