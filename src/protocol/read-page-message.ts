/**
 * The first border for what a page says: the content script reads every message of the page side here, and decides what is too long.
 * Written without zod, which doesn't fit the script's size budget. It touches own data of structured clones only, so a page that replaced
 * prototypes can't mislead it.
 */
import { challengeParams } from '../core/challenge.ts';
import { MAX_CHARS, MAX_WIDGET_ID_CHARS } from '../core/limits.ts';
import type { FromPage, OversizedValue, WidgetFacts } from './page-link.ts';

/**
 * How a field is read. id: a string, cut if it's too long. value: a string with a limit of its own in MAX_CHARS; too long a one is noted in `oversized`.
 */
type Kind = 'id' | 'value' | 'value?' | 'number' | 'boolean' | 'delivery' | 'params?';
/** Every field of a message has to be named: a forgotten one would be dropped in silence. */
type Shape<T> = Record<Exclude<keyof T, 'type' | 'oversized'>, Kind>;
type Message<Type extends FromPage['type']> = Extract<FromPage, { type: Type }>;

const factsShape: Shape<WidgetFacts> = {
  widget: 'id',
  provider: 'id',
  sitekey: 'value',
  invisible: 'boolean',
  enterprise: 'boolean',
  score: 'boolean',
  onDemand: 'boolean',
  rendered: 'boolean',
  action: 'value?',
  cdata: 'value?',
  rqdata: 'value?',
  s: 'value?',
  apiDomain: 'value?',
  params: 'params?',
};
const paramsShape: Record<string, Kind> = Object.fromEntries(challengeParams.map((name) => [name, 'value?' as const]));
const widgetShape = { provider: 'id', widget: 'id' } as const;

const messageShapes: { [Type in Exclude<FromPage['type'], 'widget'>]: Shape<Message<Type>> } = {
  loader: { provider: 'id' },
  gone: widgetShape,
  reset: widgetShape,
  used: widgetShape,
  natural: { ...widgetShape, solved: 'boolean' },
  demand: { ...widgetShape, demand: 'number', action: 'value?', rqdata: 'value?' },
  delivered: { ...widgetShape, callback: 'delivery' },
};

const deliveryShape: Record<string, Kind> = { callback: 'boolean', answers: 'boolean' };

/** Characters of an oversized sitekey that are kept, to recognize it by. */
const SHOWN_CHARS = 100;

/** Returns the message, rebuilt from its known fields, or null. */
export function readPageMessage(data: unknown): FromPage | null {
  if (typeof data !== 'object' || data === null) return null;
  const type = (data as { type?: unknown }).type;
  if (typeof type !== 'string') return null;
  if (type === 'widget') {
    const facts = readFields((data as { facts?: unknown }).facts, factsShape);
    return facts && ({ type, facts } as unknown as FromPage);
  }
  if (!Object.hasOwn(messageShapes, type)) return null;
  const fields = readFields(data, messageShapes[type as keyof typeof messageShapes]);
  return fields && ({ type, ...fields } as unknown as FromPage);
}

/** Returns the fields of the shape, with `oversized` if a value was too long, or null if one is missing or of the wrong type. */
function readFields(data: unknown, shape: Record<string, Kind>): Record<string, unknown> | null {
  const oversized: OversizedValue[] = [];
  const fields = pick(data, shape, oversized);
  return fields && oversized.length ? { ...fields, oversized } : fields;
}

function pick(data: unknown, shape: Record<string, Kind>, oversized: OversizedValue[]): Record<string, unknown> | null {
  if (typeof data !== 'object' || data === null) return null;
  const picked: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(shape)) {
    const value = (data as Record<string, unknown>)[name];
    if (value === undefined && kind.endsWith('?')) continue;
    if (kind === 'params?' || kind === 'delivery') {
      const isPlain = kind === 'delivery' && typeof value === 'boolean';
      const inner = isPlain ? value : pick(value, kind === 'delivery' ? deliveryShape : paramsShape, oversized);
      if (inner === null) return null;
      picked[name] = inner;
    } else if (kind === 'number' || kind === 'boolean') {
      if (typeof value !== kind) return null;
      picked[name] = value;
    } else {
      if (typeof value !== 'string') return null;
      const max = kind === 'id' ? MAX_WIDGET_ID_CHARS : maxChars(name);
      if (value.length <= max) picked[name] = value;
      else if (kind === 'id') picked[name] = value.slice(0, max);
      else {
        oversized.push({ name, chars: value.length, max });
        if (kind === 'value') picked[name] = `${value.slice(0, SHOWN_CHARS)}…`;
      }
    }
  }
  return picked;
}

const maxChars = (name: string): number =>
  Object.hasOwn(MAX_CHARS, name) ? MAX_CHARS[name as keyof typeof MAX_CHARS] : MAX_CHARS.params;
