/**
 * Isolated world. What happens in this document: widgets come, change and go; demands, commands and settings arrive.
 * It is injected with the first sure trace of a provider; before that the content script only listens.
 */
import { isPlaceholder } from '../core/evidence.ts';
import { isTestKey } from '../core/test-keys.ts';
import { otherType, type CaptchaKind, type Trigger } from '../core/challenge.ts';
import { readFromPage, type FromPage, type WidgetFacts } from '../protocol/page-link.ts';
import type { ProviderFrame, ProviderMeta } from '../protocol/provider.ts';
import type { ContentCommand, Welcome } from '../protocol/rpc.ts';
import { ask, tell } from './ask.ts';
import { createCaptcha, eventDetail, fieldsOf, type Captcha } from './captcha.ts';
import { existingToken } from './fields.ts';
import type { ContentLink } from './link.ts';
import { createSolver } from './solver.ts';
import { createWatcher } from './watcher.ts';
import { createWhy } from './why.ts';

export interface Session {
  receive(data: unknown): void;
  /** The answer is null where the command was meant for another document. */
  command(command: ContentCommand): unknown;
  /** Called with every change, for the in-page button. */
  subscribe(listener: () => void): () => void;
  captchas(): Iterable<Captcha>;
  solve(id: string): void;
  cancel(id: string): void;
}

/** ms. A widget that is reset so soon after it got a token: the site's server may have turned the token down. */
const REJECTED_MS = 10_000;
/** A reset this soon after a delivery is the site's own loop: no automatic solve follows it. */
const RESET_LOOP_MS = 1000;

/** With more captchas in a page, none is explained. */
const MOST_EXPLAINED = 50;
export function createSession(link: ContentLink, frames: Record<string, ProviderFrame>, metas: Record<string, ProviderMeta>, first: Welcome): Session {
  const captchas = new Map<string, Captcha>();
  const listeners = new Set<() => void>();
  let welcome = first;
  let reporting = false;
  let reportedAt = 0;
  let buttonAsked = false;
  let alive = true;
  const whyOf = createWhy(metas);
  const watcher = createWatcher((element, provider) => link.show(element, provider), dropRemoved);
  const solver = createSolver({
    post: (message) => link.post(message),
    changed,
    free: (captcha) => welcome.proofOfWork === 'free' && captcha.frame.startsItself === true,
    orphaned() {
      alive = false;
      watcher.stop();
      link.post({ type: 'mode', mode: 'off' });
    },
  });

  function receive(data: unknown): void {
    const message = readFromPage(data);
    if (!alive || !message) return;
    if (message.type === 'loader') {
      const frame = frames[message.provider];
      if (frame) watcher.watch(message.provider, frame.traces);
    } else if (welcome.mode !== 'off') handle(message);
  }

  function apply(next: Welcome): void {
    const wasOff = welcome.mode === 'off';
    welcome = next;
    link.post({ type: 'mode', mode: next.invalid ? 'ask' : next.mode });
    if (next.mode === 'off') for (const captcha of captchas.values()) remove(captcha);
    else if (wasOff) watcher.rescan();
    for (const captcha of captchas.values()) begin(captcha);
    emit();
  }

  function handle(message: FromPage): void {
    if (message.type === 'loader') return;
    if (message.type === 'widget') return found(message.facts);
    const captcha = captchas.get(`${message.provider} ${message.widget}`);
    if (!captcha) {
      // A widget that is not followed (a wall, one too many): its page must not wait for us.
      if (message.type === 'demand') link.post({ ...message, type: 'refuse' });
      return;
    }
    if (message.type === 'gone') remove(captcha);
    else if (message.type === 'demand') demanded(captcha, message);
    else if (message.type === 'reset') wasReset(captcha);
    else if (message.type === 'natural') solver.natural(captcha, message.solved);
    else if (message.type === 'used') {
      captcha.view = { ...captcha.view, held: undefined };
      changed(captcha);
    } else solver.delivered(captcha);
  }

  function found(facts: WidgetFacts): void {
    const frame = frames[facts.provider];
    const name = `${facts.provider} ${facts.widget}`;
    if (!frame || captchas.size >= 1000 || isPlaceholder(facts.sitekey)) return;
    const container = link.pointed(name);
    const known = captchas.get(name) ?? fromMarkup(facts.provider, container);
    if (known) {
      const ready = facts.rendered && !known.facts.rendered;
      captchas.delete(`${facts.provider} ${known.facts.widget}`);
      captchas.set(name, known);
      known.facts = { ...facts, sitekey: known.facts.sitekey };
      known.container = container ?? known.container;
      known.view = { ...known.view, action: facts.action };
      if (ready) begin(known);
      return emit();
    }
    const captcha = createCaptcha(facts, frame, container, isTestKey(facts.sitekey.trim()));
    captchas.set(name, captcha);
    changed(captcha);
    begin(captcha);
  }

  function fromMarkup(provider: string, container: Element | null): Captcha | undefined {
    if (!container) return undefined;
    for (const captcha of captchas.values()) {
      if (captcha.facts.provider === provider && captcha.container === container && !captcha.facts.rendered) return captcha;
    }
    return undefined;
  }

  /** What follows by itself from a widget being there, in this site's mode. */
  function begin(captcha: Captcha): void {
    if (captcha.view.state !== 'detected') return;
    if (welcome.invalid) return solver.fail(captcha, welcome.invalid);
    if (welcome.button && !buttonAsked && captcha.container) {
      buttonAsked = true;
      tell('mountButton', {});
    }
    if (welcome.mode === 'auto' && !captcha.view.demandDriven && captcha.facts.rendered) start(captcha, 'automatic');
  }

  function start(captcha: Captcha, trigger: Trigger, as?: CaptchaKind): void {
    if (trigger === 'automatic' && (captcha.view.testKey || existingToken(fieldsOf(captcha)))) return;
    void solver.solve(captcha, trigger, as);
  }

  function demanded(captcha: Captcha, { demand, action, rqdata }: FromPage & { type: 'demand' }): void {
    if (action !== undefined) captcha.facts.action = captcha.view.action = action;
    if (rqdata !== undefined) captcha.facts.rqdata = rqdata;
    if (demand === 0 || welcome.mode !== 'auto' || welcome.invalid || captcha.view.testKey) {
      const { provider, widget } = captcha.facts;
      captcha.nativeDemand = true;
      if (demand) link.post({ type: 'refuse', provider, widget, demand });
      return;
    }
    captcha.demanded = true;
    // A sign of life: without one the page side gives the demand back after a while.
    link.post({ type: 'mode', mode: welcome.mode });
    void solver.solve(captcha, 'automatic');
  }

  function wasReset(captcha: Captcha): void {
    const wasSolved = captcha.token || captcha.view.byHand;
    const { challengeId } = captcha.view;
    if (captcha.token && challengeId && Date.now() - (captcha.deliveredAt ?? 0) < REJECTED_MS) tell('wasReset', { challengeId });
    // A callback that resets at once: the delivery is told all the same.
    solver.delivered(captcha);
    solver.forget(captcha);
    captcha.nativeDemand = false;
    if (captcha.run || !wasSolved) return;
    captcha.view = { ...captcha.view, state: 'detected', byHand: undefined };
    changed(captcha);
    // Buying again for a widget that is reset on delivery would never end.
    if (Date.now() - (captcha.deliveredAt ?? 0) > RESET_LOOP_MS) begin(captcha);
  }

  function remove(captcha: Captcha): void {
    solver.cancel(captcha);
    solver.forget(captcha);
    captchas.delete(`${captcha.facts.provider} ${captcha.facts.widget}`);
    emit();
  }

  function dropRemoved(): void {
    for (const captcha of captchas.values()) if (captcha.container && !captcha.container.isConnected) remove(captcha);
  }

  function changed(captcha: Captcha): void {
    if (welcome.events) {
      const { provider, widget } = captcha.facts;
      link.post({ type: 'announce', provider, widget, detail: eventDetail(captcha) });
    }
    emit();
  }

  function emit(): void {
    for (const listener of listeners) listener();
    if (reporting || !alive) return;
    reporting = true;
    // At most ten reports a second, however many widgets a page makes up.
    setTimeout(() => {
      reporting = false;
      reportedAt = Date.now();
      tell('report', { captchas: [...captchas.values()].map((captcha) => ({ ...captcha.view, why: captchas.size > MOST_EXPLAINED ? undefined : whyOf(captcha) })) });
    }, Math.max(0, reportedAt + 100 - Date.now()));
  }

  /** The provider's frame spoke: perhaps the user solved the captcha without us. */
  function checkByHand(): void {
    for (const captcha of captchas.values()) {
      if (captcha.token || captcha.view.byHand || !existingToken(fieldsOf(captcha))) continue;
      solver.cancel(captcha);
      captcha.view = { ...captcha.view, state: 'solved', byHand: true, failure: undefined };
      changed(captcha);
    }
  }

  window.addEventListener('message', () => captchas.size && setTimeout(checkByHand), true);
  for (const type of ['DOMContentLoaded', 'load']) window.addEventListener(type, () => watcher.rescan());
  window.addEventListener('pagehide', () => {
    for (const captcha of captchas.values()) solver.cancel(captcha);
    if (captchas.size) tell('report', { captchas: [] });
  });
  window.addEventListener('pageshow', (event) => event.persisted && captchas.size && emit());

  apply(first);
  const byId = (id: string | undefined) => [...captchas.values()].find((captcha) => captcha.view.id === id);
  const solve = (id: string | undefined, asOther = false) => {
    const captcha = byId(id);
    if (captcha) start(captcha, 'person', asOther ? otherType(captcha.view.kind) : undefined);
  };
  const cancel = (id: string | undefined) => {
    const captcha = byId(id);
    if (captcha) solver.cancel(captcha);
  };
  return {
    receive,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    captchas: () => (welcome.mode === 'off' ? [] : captchas.values()),
    solve,
    cancel,
    command({ command, captchaId, documentId }) {
      if (documentId !== undefined && documentId !== welcome.documentId) return null;
      if (command === 'settings') void ask('hello', { attach: false }).then(apply, () => {});
      else if (command === 'solve') solve(captchaId);
      else if (command === 'solve-other') solve(captchaId, true);
      else if (command === 'cancel') cancel(captchaId);
      else if (command === 'solve-first') solve([...captchas.values()].find(({ view }) => view.state !== 'solved' && !view.testKey)?.view.id);
      return { alive, captchas: captchas.size };
    },
  };
}
