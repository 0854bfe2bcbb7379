/**
 * MAIN world. Reads reCAPTCHA's page-visible registry of clients, `___grecaptcha_cfg.clients`.
 */
import type { PageKit } from '../../protocol/provider.ts';
import { isButton } from '../shared/api.ts';

export type Bag = Record<string, unknown>;

export interface Client {
  params: Bag;
  container: Element | null;
  /** The button that a click on asks for a token, for invisible ones. */
  button: Element | null;
  enterprise: boolean;
}

export function bag(value: unknown): Bag | null {
  return typeof value === 'object' && value !== null ? (value as Bag) : null;
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The registry's names are minified anew with every build; its shape is not: parameters lie two levels down, elements one. */
export function readClient(kit: PageKit, entry: Bag, enterpriseLoader: boolean): Client | null {
  const { safe } = kit;
  let params: Bag | null = null;
  let container: Element | null = null;
  let enterprise = enterpriseLoader;
  const names = safe.keys(entry);
  for (let index = 0; index < names.length; index++) {
    const value = entry[names[index]!];
    if (safe.isElement(value)) {
      if (!container || safe.contains(value, container)) container = value;
      continue;
    }
    const inner = bag(value);
    const innerNames = inner ? safe.keys(inner) : [];
    for (let at = 0; at < innerNames.length; at++) {
      const deep = inner?.[innerNames[at]!];
      if (safe.isElement(deep)) {
        const src = safe.tag(deep) === 'iframe' && safe.attribute(deep, 'src');
        if (src && safe.exec(/\/recaptcha\//, src)) enterprise = safe.exec(/\/enterprise\//, src) !== null;
      } else if (text(bag(deep)?.sitekey)) params = deep as Bag;
    }
  }
  if (!params) return null;
  const bound = typeof params.bind === 'string' ? safe.byId(params.bind) : params.bind;
  const button = safe.isElement(bound) ? bound : container && isButton(kit, container) ? container : null;
  return { params, container, button, enterprise };
}
