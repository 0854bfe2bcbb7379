/** Isolated world. What speaks for a captcha's being what it is held to be, gathered from this document when somebody may look. */
import { evidenceOf } from '../core/evidence.ts';
import type { ProviderMeta } from '../protocol/provider.ts';
import { fieldsOf, type Captcha } from './captcha.ts';

/** Signals in words, the strongest first. */
export function whyOf(captcha: Captcha, metas: Record<string, ProviderMeta>): string[] {
  const meta = metas[captcha.facts.provider];
  if (!meta) return [];
  const sources = [...document.scripts].slice(0, 300).map(({ src }) => src).filter(Boolean);
  const scriptOf = ({ scripts }: ProviderMeta) => scripts && sources.find((src) => scripts.test(src));
  const signals = evidenceOf({
    label: meta.label,
    sitekey: captcha.view.sitekey,
    keyShape: meta.key,
    script: scriptOf(meta)?.slice(0, 300),
    rendered: captcha.facts.rendered,
    fields: fieldsOf(captcha).map((field) => field.getAttribute('name') ?? field.id),
    others: Object.values(metas).filter((other) => other !== meta && scriptOf(other)).map(({ label }) => label),
  });
  return signals.sort((a, b) => b.weight - a.weight).map(({ text }) => text.slice(0, 500)).slice(0, 20);
}
