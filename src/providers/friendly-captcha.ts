/**
 * Friendly Captcha, versions 1 (friendly-challenge 0.9 read and run) and 2 (@friendlycaptcha/sdk 1.0 read). `page`: MAIN world, `frame`: isolated
 * world. A proof of work: it is started. States in the response field begin with a dot and are no token.
 */
import type { PageKit, ProviderFrame, ProviderMeta, ProviderPage, ProviderTrace } from '../protocol/provider.ts';
import { eachMarkup, keyWhere } from './shared/api.ts';
import { bag, createWidgets, type Bag } from './shared/widgets.ts';

export const meta: ProviderMeta = {
  id: 'friendly-captcha',
  label: 'Friendly Captcha',
  kinds: ['friendly-captcha'],
  scripts: /friendly-?(challenge|captcha)|frcaptcha/,
  key: /^FC[0-9A-Z]{14}$/,
  markup: '.frc-captcha',
  frames: /\.frcapi\.com\//,
};

export const trace: ProviderTrace = { scripts: /friendly/, calls: ['friendlyChallenge.WidgetInstance'] };

const widgets = /* @__PURE__ */ createWidgets();
let scriptUrl: string | undefined;
const watched: Record<string, true> = /* @__PURE__ */ Object.create(null);

/** The widget's own object, where the element or the call shows it. */
function handleOf(kit: PageKit, id: string): Bag {
  const element = widgets.known[id]?.container as
    (Element & { frcWidget?: unknown; friendlyChallengeWidget?: unknown }) | null | undefined;
  return bag(element?.frcWidget ?? element?.friendlyChallengeWidget ?? widgets.known[id]?.params.instance);
}

function isSecond(kit: PageKit, id: string): boolean {
  const container = widgets.known[id]?.container;
  return (
    !!container &&
    (bag(container).frcWidget !== undefined || kit.safe.all(container, 'input[name="frc-captcha-response"]').length > 0)
  );
}

function valueOf(kit: PageKit, id: string): string {
  const container = widgets.known[id]?.container;
  const field = container && kit.safe.all(container, 'input[type=hidden]')[0];
  return field ? (field as HTMLInputElement).value : '';
}

/** Version 1 says nothing when it is done, but draws itself anew with every state. */
function watch(kit: PageKit, id: string): void {
  const { container } = widgets.known[id]!;
  if (!container || watched[id]) return;
  watched[id] = true;
  let last = '';
  const look = () =>
    kit.quietly(() => {
      const value = valueOf(kit, id);
      // Version 1 drawn anew after it had a solution; version 2 says so by an event.
      if (!isSecond(kit, id) && value[0] === '.' && (kit.token(id) || (last && last[0] !== '.'))) kit.reset(id);
      if (value === last) return;
      last = value;
      if (value && value[0] !== '.' && !kit.token(id)) kit.natural(id, true);
      else if (kit.safe.exec(/^\.(ERROR|HEADLESS_ERROR|EXPIRED)/, value)) kit.natural(id, false);
    });
  new MutationObserver(look).observe(container, { childList: true, subtree: true });
  kit.safe.listen(container, 'frc:widget.complete', look, true);
  kit.safe.listen(container, 'frc:widget.error', () => kit.quietly(() => kit.natural(id, false)), true);
  const reset = () => kit.quietly(() => kit.reset(id));
  kit.safe.listen(container, 'frc:widget.reset', reset, true);
  kit.safe.listen(container, 'frc:widget.expire', reset, true);
}

/** Version 2's handle answers for itself; what is asked is one method on the prototype of all of them. */
function wrapHandle(kit: PageKit, id: string): void {
  const { safe } = kit;
  let owner: object | null = handleOf(kit, id);
  while (owner && !safe.own(owner, 'getResponse')) owner = safe.prototypeOf(owner);
  if (!owner) return;
  kit.wrap(
    owner,
    'getResponse',
    (native) =>
      function (this: unknown) {
        const asked = keyWhere(
          kit,
          widgets.known,
          ({ container }) => container && (container as { frcWidget?: unknown }).frcWidget === this,
        );
        const token = asked === undefined ? null : kit.token(asked);
        return token ? token.token : safe.apply(native, this, arguments);
      },
  );
}

function report(kit: PageKit, id: string, rendered = true): void {
  const { container } = widgets.known[id]!;
  const { sitekey } = handleOf(kit, id);
  kit.found(
    {
      widget: id,
      sitekey: widgets.read(kit, id, 'sitekey') || (typeof sitekey === 'string' ? sitekey : ''),
      rendered,
      params: { version: isSecond(kit, id) ? '2' : '1', scriptUrl },
    },
    container,
  );
  if (!rendered) return;
  wrapHandle(kit, id);
  watch(kit, id);
}

export const page: ProviderPage = {
  id: 'friendly-captcha',
  scripts: /friendly-?(challenge|captcha)|frcaptcha/,
  install(kit, script) {
    kit.loader();
    scriptUrl ??= script?.src;
    if (script && script.state !== 'ran')
      eachMarkup(kit, script.src, '.frc-captcha[data-sitekey]', (container) =>
        report(kit, widgets.add(kit, container, {}), false),
      );
  },
  call(kit, { args, result }) {
    kit.loader();
    const container = kit.safe.isElement(args[0]) ? args[0] : null;
    report(kit, widgets.add(kit, container, { ...bag(args[1]), instance: result }, undefined));
  },
  seen(kit, trail) {
    // Rendered by the second version's API, in its own form or as a stand-in for reCAPTCHA's and hCaptcha's, a place has no class.
    const container = kit.safe.closest(trail, '.frc-captcha') ?? kit.safe.parent(trail);
    if (container) report(kit, widgets.add(kit, container, {}));
  },
  deliver(kit, id, { token }) {
    const container = widgets.known[id]?.container;
    if (container && isSecond(kit, id))
      kit.safe.dispatch(container, 'frc:widget.complete', {
        detail: { response: token, state: 'completed' },
        bubbles: true,
      });
    const callback = widgets.callback(kit, id, 'doneCallback', 'callback');
    callback?.(token);
    return callback !== null;
  },
  expire(kit, id) {
    const { reset } = handleOf(kit, id);
    if (typeof reset === 'function') kit.safe.apply(reset as never, handleOf(kit, id), []);
  },
  start(kit, id) {
    const handle = handleOf(kit, id);
    const container = widgets.known[id]?.container;
    const button = container && kit.safe.all(container, 'button')[0];
    if (typeof handle.start === 'function') kit.safe.apply(handle.start as never, handle, []);
    else if (button) (button as HTMLButtonElement).click();
    else kit.natural(id, false);
  },
};

export const frame: ProviderFrame = {
  id: 'friendly-captcha',
  // What the widget draws, not the place: a place whose script never comes is none.
  traces: '.frc-captcha-solution,iframe.frc-i-widget',
  bundled: true,
  startsItself: true,
  fields: (_widget, container) => [...(container?.querySelectorAll<HTMLElement>('input[type=hidden]') ?? [])],
  kind: () => 'friendly-captcha',
};
