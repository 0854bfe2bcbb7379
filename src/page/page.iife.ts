/**
 * MAIN world entry, at document_start in every frame. Only wires: on a page without a captcha it leaves three listeners and no trace.
 * A provider's part is called when one of its scripts has run: the capture-phase load event comes before any page code
 * that waits for the script, and needs no property on window, which some scripts and pages look for.
 */
import type { ToPage } from '../protocol/page-link.ts';
import type { ProviderPage, ScriptSeen } from '../protocol/provider.ts';
import { createKit, type KitControl } from './kit.ts';
import { openLink } from './link.ts';
import { primitives, wiring } from './primitives.ts';
import { createWrapper } from './wrap.ts';

const modules = import.meta.glob<ProviderPage>('../providers/*.ts', { eager: true, import: 'page' });

function start(): void {
  const { keys, dictionary, listen, exec } = primitives;
  const providers = dictionary<{ page: ProviderPage; control: KitControl }>();
  const wrapper = createWrapper();
  const link = openLink(receive, pointed);
  const paths = keys(modules);
  for (let index = 0; index < paths.length; index++) {
    const page = modules[paths[index]!]!;
    providers[page.id] = { page, control: createKit(page, link, wrapper) };
  }
  const ids = keys(providers);
  const ran = dictionary<true>();

  function each(visit: (page: ProviderPage, control: KitControl) => void): void {
    for (let index = 0; index < ids.length; index++) {
      const { page, control } = providers[ids[index]!]!;
      visit(page, control);
    }
  }

  function script(src: string, state: ScriptSeen['state']): void {
    if (state === 'pending' && ran[src]) return;
    each((page, control) => {
      if (!exec(page.scripts, src)) return;
      ran[src] = true;
      control.kit.quietly(() => page.install(control.kit, { src, state }));
    });
  }

  function receive(message: ToPage): void {
    if (message.type !== 'mode') return providers[message.provider]?.control.receive(message);
    wrapper.switchTo(message.mode !== 'off');
    each((_page, control) => control.setMode(message.mode));
  }

  function pointed(element: Element, provider: string): void {
    const known = providers[provider];
    known?.control.kit.quietly(() => known.page.seen(known.control.kit, element));
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
  }

  arm();
  // document.open erases document listeners and replaces the root element; this sees only the latter, so it costs nothing.
  new MutationObserver(() => {
    link.rearm();
    arm();
  }).observe(document, { childList: true });
  // In about:blank and srcdoc children a same-origin parent may have come first.
  if (document.readyState !== 'loading') scriptsInDocument('ran');
  each((page, control) => {
    if (page.element) primitives.onSettled(customElements.whenDefined(page.element), () => page.install(control.kit, null));
  });
}

start();
