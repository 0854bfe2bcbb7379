/**
 * MAIN world, loaded by the worker into a frame that shows a trace of a provider. Only hands over: page.iife.js, which has run before the
 * page, works with it on what it captured then. What is defined here uses that too, since the page has run meanwhile.
 */
import { LATE_EVENT } from '../protocol/page-link.ts';
import type { ProviderPage, ProviderTrace } from '../protocol/provider.ts';
import { announce } from './announce.ts';
import type { LatePart } from './late.ts';

const pages = import.meta.glob<ProviderPage>('../providers/*.ts', { eager: true, import: 'page' });
const traces = import.meta.glob<ProviderTrace>(
  ['../providers/*.ts', '!../providers/{hcaptcha,image,recaptcha,turnstile}.ts'],
  { eager: true, import: 'trace' },
);

function has(names: readonly string[] = [], name: string): boolean {
  for (let index = 0; index < names.length; index++) if (names[index] === name) return true;
  return false;
}

const take: LatePart['take'] = (safe, controls, { script, call, element }) => {
  const paths = safe.keys(traces);
  for (let index = 0; index < paths.length; index++) {
    const trace = traces[paths[index]!]!;
    const { kit, parts } = controls[pages[paths[index]!]!.id]!;
    const { scripts, install, call: called, methods } = parts();
    if (script ? scripts && safe.exec(scripts, script.src) : element && element === trace.element)
      kit.quietly(() => install?.(kit, script ?? null));
    if (call && (has(trace.calls, call.path) || has(methods, call.path))) kit.quietly(() => called?.(kit, call));
  }
};

window.dispatchEvent(new CustomEvent<LatePart>(LATE_EVENT, { detail: { pages, take, announce } }));
