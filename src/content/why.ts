/** Isolated world. What speaks for a captcha's being what it is held to be, gathered from this document for every report of it. */
import { evidenceOf } from '../core/evidence.ts';
import type { ProviderMeta } from '../protocol/provider.ts';
import { fieldsOf, type Captcha } from './captcha.ts';

/** Scripts that are looked at; a page with more of them is told of by the first. */
const MOST_SCRIPTS = 300;

/** Signals in words, the strongest first. */
export type WhyOf = (captcha: Captcha) => string[];

export function createWhy(metas: Record<string, ProviderMeta>): WhyOf {
  let looked = -1;
  /** Provider -> the URL of its script. */
  let scripts = new Map<string, string>();

  function look(): void {
    const { length } = document.scripts;
    if (length === looked) return;
    looked = length;
    scripts = new Map();
    for (const { src } of [...document.scripts].slice(0, MOST_SCRIPTS)) {
      if (src) for (const { id, scripts: pattern } of Object.values(metas)) if (!scripts.has(id) && pattern?.test(src)) scripts.set(id, src.slice(0, 300));
    }
  }

  return (captcha) => {
    const meta = metas[captcha.facts.provider];
    if (!meta) return [];
    look();
    const signals = evidenceOf({
      label: meta.label,
      sitekey: captcha.view.sitekey,
      keyShape: meta.key,
      script: scripts.get(meta.id),
      rendered: captcha.facts.rendered,
      fields: fieldsOf(captcha).map((field) => field.getAttribute('name') ?? field.id),
      others: [...scripts.keys()].filter((id) => id !== meta.id).map((id) => metas[id]!.label),
    });
    return signals.sort((a, b) => b.weight - a.weight).map(({ text }) => text.slice(0, 500)).slice(0, 20);
  };
}
