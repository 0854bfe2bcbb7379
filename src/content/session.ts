/**
 * Isolated world. What happens in this document: widgets come, change and go; demands, commands and settings arrive.
 * It is injected with the first sure trace of a provider; before that the content script only listens.
 */
import type { CaptchaKind, Trigger } from '../core/challenge.ts';
import type { FromPage, WidgetFacts } from '../protocol/page-link.ts';
import { readPageMessage } from '../protocol/read-page-message.ts';
import type { ProviderFrame, ProviderMeta } from '../protocol/provider.ts';
import type { ContentCommand } from '../protocol/content-command.ts';
import type { Welcome } from '../protocol/views.ts';
import { createActs } from './acts.ts';
import { ask, tell } from './ask.ts';
import { createAway } from './away.ts';
import { existingTokenOf, markTestKey, type Captcha } from './captcha.ts';
import { announce, announceDeliveries, answerAsks } from './events.ts';
import type { ContentLink } from './link.ts';
import { createSolver } from './solver.ts';
import { createWatcher } from './watcher.ts';
import { createClaims } from './claims.ts';
import { createKindsOff } from './kinds-off.ts';
import { noteSolvedByHand } from './by-hand.ts';
import { noteSent } from './form-sent.ts';
import { updateDemanded } from './oversized.ts';
import { createPictures } from './pictures.ts';
import { createReporter, MOST_EXPLAINED } from './reporter.ts';
import { createSeen } from './seen.ts';

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

export function createSession(
  link: ContentLink,
  frames: Record<string, ProviderFrame>,
  metas: Record<string, ProviderMeta>,
  first: Welcome,
): Session {
  const captchas = new Map<string, Captcha>();
  const listeners = new Set<() => void>();
  let welcome = first;
  let buttonAsked = false;
  let alive = true;
  const signalsOf = createSeen(metas);
  const claims = createClaims({
    signalsOf,
    told: captchas,
    labelOf: ({ facts }) => metas[facts.provider]?.label ?? facts.provider,
    tell(captcha) {
      changed(markTestKey(captcha, welcome));
      begin(captcha);
    },
    untell: emit,
    explain: () => reporter.report(),
  });
  const pictures = createPictures(
    (picture) => link.show(picture, 'image'),
    (picture) => captchas.forEach((captcha) => captcha.container === picture && solver.renew(captcha)),
  );
  const kindsOff = createKindsOff();
  const isChosen = (captcha: Captcha) => captcha.container !== null && pictures.isChosen(captcha.container);
  const reporter = createReporter(() => {
    const explained = captchas.size <= MOST_EXPLAINED;
    const views = [...captchas.values()].map((captcha) => ({
      ...captcha.view,
      why: explained ? signalsOf(captcha) : undefined,
    }));
    return alive ? { captchas: views, leftAlone: claims.list() } : undefined;
  });
  const watcher = createWatcher(
    (element, provider) => link.show(element, provider),
    (removed) => away.look(removed),
  );
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
  const away = createAway({
    told: captchas,
    claims,
    solver,
    changed,
    emit,
    begin: (captcha) => begin(markTestKey(captcha, welcome)),
  });

  function receive(data: unknown): void {
    const message = readPageMessage(data);
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
    if (next.mode === 'off') for (const captcha of [...captchas.values(), ...away.values()]) remove(captcha);
    else if (wasOff) watcher.rescan();
    const { leave, take } = kindsOff.change(
      next.kindsOff,
      [...captchas.values(), ...claims.open.values(), ...away.values()],
      isChosen,
    );
    leave.forEach(remove);
    take.forEach(found);
    away.look(true);
    for (const captcha of captchas.values()) begin(markTestKey(captcha, next));
    emit();
  }

  function handle(message: FromPage): void {
    if (message.type === 'loader') return;
    if (message.type === 'widget') return found(message.facts);
    const name = `${message.provider} ${message.widget}`;
    if (message.type === 'gone') {
      if (claims.open.delete(name)) reporter.report();
      away.delete(name);
      kindsOff.forget(name);
    } else if (claims.open.has(name)) claims.judge();
    const captcha = captchas.get(name) ?? away.get(name);
    if (!captcha || (captcha.away && message.type === 'demand')) {
      // A widget that is not followed (a wall, one too many, one that is none, one out of the page): its page must not wait for us.
      if (message.type === 'demand') link.post({ ...message, type: 'refuse' });
      return;
    }
    if (message.type === 'gone') remove(captcha);
    else if (message.type === 'demand') demanded(captcha, message);
    else if (message.type === 'reset') wasReset(captcha);
    else if (message.type === 'natural') solver.natural(captcha, message.solved);
    else if (message.type === 'used') {
      captcha.view = { ...captcha.view, held: undefined, ticks: ['request'] };
      changed(captcha);
    } else solver.delivered(captcha, message.callback);
  }

  function found(facts: WidgetFacts): void {
    const frame = frames[facts.provider];
    const name = `${facts.provider} ${facts.widget}`;
    const container = link.pointed(name);
    if (!frame || kindsOff.takes(facts, frame.kind(facts), container !== null && pictures.isChosen(container))) return;
    if (away.takes(name, { facts, container })) return;
    const known = claims.found(facts, frame, container);
    if (!known) return;
    if (solver.isSendable(known.captcha) && known.ready) begin(known.captcha);
    emit();
  }

  /** What follows by itself from a widget being there, in this site's mode. */
  function begin(captcha: Captcha): void {
    if (captcha.view.state !== 'detected' || captcha.away) return;
    if (welcome.invalid) return solver.fail(captcha, welcome.invalid);
    if (!solver.isSendable(captcha)) return;
    if (welcome.button && !buttonAsked && captcha.container) {
      buttonAsked = true;
      tell('mountButton', {});
    }
    if (captcha.container && pictures.isWished(captcha.container)) return start(captcha, 'person');
    if (
      welcome.mode === 'auto' &&
      captcha.view.kind !== 'image' &&
      !captcha.view.demandDriven &&
      captcha.facts.rendered
    )
      start(captcha, 'automatic');
  }

  function start(captcha: Captcha, trigger: Trigger, as?: CaptchaKind): void {
    if (trigger === 'automatic' && (captcha.view.testKey || existingTokenOf(captcha))) return;
    void solver.solve(captcha, trigger, as);
  }

  function demanded(captcha: Captcha, { demand, action, rqdata, oversized }: FromPage & { type: 'demand' }): void {
    captcha.facts = updateDemanded(captcha.facts, { action, rqdata, oversized });
    if (action !== undefined && action !== captcha.view.action) {
      captcha.view.action = action;
      emit();
    }
    if (
      !solver.isSendable(captcha) ||
      demand === 0 ||
      welcome.mode !== 'auto' ||
      welcome.invalid ||
      captcha.view.testKey
    ) {
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
    const wasSolved = captcha.token || captcha.view.state === 'solved';
    const { challengeId } = captcha.view;
    if (captcha.token && challengeId && Date.now() - (captcha.deliveredAt ?? 0) < REJECTED_MS)
      tell('wasReset', { challengeId });
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

  /** For what no script betrays. */
  function look(): void {
    pictures.look();
    for (const { id, bundled, traces } of Object.values(frames)) if (bundled) watcher.watch(id, traces);
  }

  function remove(captcha: Captcha): void {
    solver.cancel(captcha);
    solver.forget(captcha);
    for (const all of [captchas, claims.open, away]) all.delete(`${captcha.facts.provider} ${captcha.facts.widget}`);
    emit();
  }

  function changed(captcha: Captcha): void {
    if (welcome.events) announce(captcha, link);
    emit();
  }

  function emit(): void {
    for (const listener of listeners) listener();
    reporter.report();
  }

  window.addEventListener(
    'message',
    () => captchas.size && setTimeout(noteSolvedByHand, 0, captchas.values(), solver, changed),
    true,
  );
  for (const type of ['DOMContentLoaded', 'load'])
    window.addEventListener(type, () => {
      watcher.rescan();
      look();
      claims.judge();
    });
  window.addEventListener('focusin', look);
  window.addEventListener('submit', (event) => noteSent(event, captchas.values()) && emit());
  window.addEventListener('pageshow', (event) => event.persisted && captchas.size && emit());

  apply(first);
  const tellStates = answerAsks(captchas, () => welcome, claims, reporter);
  window.addEventListener('pagehide', () => {
    if (announceDeliveries(captchas.values(), solver)) tellStates();
    for (const captcha of [...captchas.values(), ...away.values()]) solver.cancel(captcha);
    if (captchas.size + claims.open.size) tell('report', { captchas: [], leftAlone: [] });
  });
  if (document.readyState !== 'loading') look();
  const acts = createActs({
    captchas,
    start,
    solver,
    look,
    pictures,
    refresh: () => void ask('hello', { attach: false }).then(apply, () => {}),
  });
  return {
    receive,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    captchas: () => (welcome.mode === 'off' ? [] : captchas.values()),
    solve: acts.solve,
    cancel: acts.cancel,
    command(command) {
      if (command.documentId !== undefined && command.documentId !== welcome.documentId) return null;
      if (command.command !== 'picture' || welcome.mode !== 'off') acts.obey(command);
      return { alive, captchas: captchas.size };
    },
  };
}
