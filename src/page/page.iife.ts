/**
 * MAIN world entry, at document_start in every frame. Only wires: on a page without a captcha it leaves four listeners and no trace.
 * A provider's hooks are called when one of its scripts has run: the capture-phase load event comes before any page code
 * that waits for the script, and needs no property on window, which some scripts and pages look for.
 */
import { LATE_EVENT, type ToPage } from '../protocol/page-link.ts';
import type { ProviderHooks, ScriptSeen } from '../protocol/provider.ts';
import { createKit, type KitControl } from './kit.ts';
import { createLate, type LatePart } from './late.ts';
import { openLink } from './link.ts';
import { primitives, wiring } from './primitives.ts';
import { createWrapper } from './wrap.ts';

const modules = import.meta.glob<ProviderHooks>('./{hcaptcha,recaptcha,turnstile}.ts', {
  base: '../providers',
  eager: true,
  import: 'hooks',
});

function start(): void {
  const { keys, dictionary, listen, exec } = primitives;
  const providers = dictionary<KitControl>();
  const wrapper = createWrapper();
  const link = openLink(receive, pointed);
  const late = createLate(wrapper, () => link.post({ type: 'loader', provider: '' }));
  const ran = dictionary<true>();
  let mode: 'ask' | 'auto' | 'off' | undefined;
  let announce: LatePart['announce'] | undefined;

  function each(visit: (control: KitControl) => void): void {
    const ids = keys(providers);
    for (let index = 0; index < ids.length; index++) visit(providers[ids[index]!]!);
  }

  function install(seen: ScriptSeen): void {
    each(({ kit, parts }) => {
      const { scripts, install: run } = parts();
      if (scripts && exec(scripts, seen.src)) kit.quietly(() => run?.(kit, seen));
    });
  }

  function script(src: string, state: ScriptSeen['state']): void {
    if (state === 'pending' && ran[src]) return;
    ran[src] = true;
    install({ src, state });
    late.script({ src, state });
  }

  function receive(message: ToPage): void {
    if (message.type === 'mode') {
      mode = message.mode;
      wrapper.switchTo(mode !== 'off');
      each((control) => control.setMode(mode!));
    } else {
      const control = providers[message.provider];
      if (message.type === 'announce') announce?.(primitives, message.detail, control?.element(message.widget) ?? null);
      else control?.receive(message);
    }
  }

  function pointed(element: Element, provider: string): void {
    const control = providers[provider];
    control?.kit.quietly(() => control.parts().seen?.(control.kit, element));
  }

  /** Comes once, from more.iife.js. The page, which listens later, does not hear it. */
  function more(event: Event): void {
    primitives.stop(event);
    wiring.unlisten(window, LATE_EVENT, more, true);
    const part = wiring.detail(event) as LatePart;
    const paths = keys(part.pages);
    ({ announce } = part);
    for (let index = 0; index < paths.length; index++) {
      const page = part.pages[paths[index]!]!;
      const control = (providers[page.id] ??= createKit(page, link, wrapper));
      control.add(page);
      if (mode) control.setMode(mode);
    }
    late.handTo((news) => part.take(primitives, providers, news));
  }

  function resourceEvent(event: Event): void {
    const src = wiring.source(wiring.target(event));
    if (src) script(src, event.type === 'error' ? 'failed' : 'ran');
  }

  function scriptsInDocument(state: ScriptSeen['state']): void {
    const scripts = primitives.all(document, 'script[src]');
    for (let index = 0; index < scripts.length; index++) script(wiring.source(scripts[index]), state);
  }

  function pendingScripts(): void {
    scriptsInDocument('pending');
  }

  // Listening again with the same function is a no-op, so this may be called at any time.
  function arm(): void {
    listen(document, 'load', resourceEvent, true);
    listen(document, 'error', resourceEvent, true);
    listen(document, 'DOMContentLoaded', pendingScripts, true);
    listen(window, LATE_EVENT, more, true);
  }

  const paths = keys(modules);
  for (let index = 0; index < paths.length; index++) {
    const hooks = modules[paths[index]!]!;
    providers[hooks.id] = createKit(hooks, link, wrapper);
  }
  arm();
  // document.open erases document listeners and replaces the root element; this sees only the latter, so it costs nothing.
  new MutationObserver(() => {
    link.rearm();
    arm();
  }).observe(document, { childList: true });
  // In about:blank and srcdoc children a same-origin parent may have come first.
  if (document.readyState !== 'loading') scriptsInDocument('ran');
}

start();
