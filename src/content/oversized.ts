/**
 * Isolated world. Values of a captcha that are too long to be real (protocol/read-page-message.ts finds them): what the user is told, and how they
 * change when the page reports the widget again or asks for a token.
 */
import type { Failure } from '../core/outcome.ts';
import { inEnglish, phrase, sentences } from '../core/phrase.ts';
import type { OversizedValue, WidgetFacts } from '../protocol/page-link.ts';
import { valueTooLong } from './failures.ts';

/** Returns the failure that names the first oversized value, or undefined if every value can be sent to a service. */
export function findOversizedFailure({ oversized = [] }: WidgetFacts): Failure | undefined {
  const [value] = oversized;
  if (!value) return undefined;
  const says = sentences(
    valueTooLong.message,
    phrase('$1 has $2 characters; the limit is $3.', value.name, value.chars, value.max),
  );
  return { ...valueTooLong, message: inEnglish(says), says };
}

/** Returns the facts after a new report of the widget. Its sitekey stays the one that it was first seen with. */
export function updateFacts(known: WidgetFacts, facts: WidgetFacts): WidgetFacts {
  const isKey = ({ name }: OversizedValue) => name === 'sitekey';
  const oversized = [
    ...(known.oversized ?? []).filter(isKey),
    ...(facts.oversized ?? []).filter((value) => !isKey(value)),
  ];
  return { ...facts, sitekey: known.sitekey, oversized };
}

/** Returns the facts after a demand, which states some values anew. */
export function updateDemanded(
  known: WidgetFacts,
  { action, rqdata, oversized = [] }: Pick<WidgetFacts, 'action' | 'rqdata' | 'oversized'>,
): WidgetFacts {
  const stated = new Set(oversized.map(({ name }) => name));
  if (action !== undefined) stated.add('action');
  if (rqdata !== undefined) stated.add('rqdata');
  return {
    ...known,
    action: action ?? known.action,
    rqdata: rqdata ?? known.rqdata,
    oversized: [...(known.oversized ?? []).filter(({ name }) => !stated.has(name)), ...oversized],
  };
}
