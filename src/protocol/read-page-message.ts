/**
 * The first border for what a page says: the content script reads every message of the page side here.
 * Written without zod, which doesn't fit the script's size budget. It touches own data of structured clones only, so a page that replaced
 * prototypes can't mislead it.
 */
import { challengeParams } from '../core/challenge.ts';
import type { FromPage } from './page-link.ts';

type Shape = Record<string, 'string' | 'string?' | 'number' | 'boolean' | 'delivery' | 'params?'>;

const factsShape: Shape = {
  widget: 'string',
  provider: 'string',
  sitekey: 'string',
  invisible: 'boolean',
  enterprise: 'boolean',
  score: 'boolean',
  onDemand: 'boolean',
  rendered: 'boolean',
  action: 'string?',
  cdata: 'string?',
  rqdata: 'string?',
  s: 'string?',
  apiDomain: 'string?',
  params: 'params?',
};
const paramsShape: Shape = Object.fromEntries(challengeParams.map((name) => [name, 'string?' as const]));
const widgetAnd = (more: Shape = {}): Shape => ({ provider: 'string', widget: 'string', ...more });

const fromPageShapes: Record<FromPage['type'], Shape> = {
  loader: { provider: 'string' },
  widget: {},
  gone: widgetAnd(),
  reset: widgetAnd(),
  used: widgetAnd(),
  natural: widgetAnd({ solved: 'boolean' }),
  demand: widgetAnd({ demand: 'number', action: 'string?', rqdata: 'string?' }),
  delivered: widgetAnd({ callback: 'delivery' }),
};

const deliveryShape: Shape = { callback: 'boolean', answers: 'boolean' };

const LONGEST = 20_000;

/** Returns the message, rebuilt from its known fields, or null. */
export function readPageMessage(data: unknown): FromPage | null {
  if (typeof data !== 'object' || data === null) return null;
  const type = (data as { type?: unknown }).type;
  if (typeof type !== 'string' || !Object.hasOwn(fromPageShapes, type)) return null;
  if (type === 'widget') {
    const facts = pick((data as { facts?: unknown }).facts, factsShape);
    return facts && ({ type, facts } as unknown as FromPage);
  }
  const fields = pick(data, fromPageShapes[type as FromPage['type']]);
  return fields && ({ type, ...fields } as unknown as FromPage);
}

function pick(data: unknown, shape: Shape): Record<string, unknown> | null {
  if (typeof data !== 'object' || data === null) return null;
  const picked: Record<string, unknown> = {};
  for (const [name, wanted] of Object.entries(shape)) {
    const value = (data as Record<string, unknown>)[name];
    if (value === undefined && wanted.endsWith('?')) continue;
    if (wanted === 'params?') {
      const params = pick(value, paramsShape);
      if (!params) return null;
      picked[name] = params;
      continue;
    }
    if (wanted === 'delivery') {
      const delivery = typeof value === 'boolean' ? value : pick(value, deliveryShape);
      if (delivery === null) return null;
      picked[name] = delivery;
      continue;
    }
    if (typeof value !== wanted.replace('?', '')) return null;
    if (typeof value === 'string' && value.length > LONGEST) return null;
    picked[name] = value;
  }
  return picked;
}
