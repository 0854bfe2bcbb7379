/**
 * Isolated world. The durable side of a solve: asks the worker until it answers, fills the fields, has the page side complete
 * the widget, and acknowledges. Whatever happens to the worker meanwhile, the challenge id stays the same, so nothing is paid twice.
 */
import { MAX_TEXT_CHARS } from '../core/limits.ts';
import { tokenLifeMs } from '../core/solution.ts';
import type { Tick } from '../core/captcha-view.ts';
import type { Failure } from '../core/outcome.ts';
import type { CaptchaKind, Trigger } from '../core/challenge.ts';
import type { Delivery, ToPage } from '../protocol/page-link.ts';
import type { Token } from '../protocol/provider.ts';
import { askUntilAnswered, OrphanedError, tell } from './ask.ts';
import { challengeOf, fieldsOf, type Captcha } from './captcha.ts';
import { fill, holds } from './fields.ts';
import { findOversizedFailure } from './oversized.ts';
import { takePicture } from './picture-pixels.ts';
import { notRendered, orphaned, selfSolveFailed, unanswered, valueTooLong, voucherNotExchanged } from './failures.ts';

/** How long the page side may take to complete a widget, ms; a page can break it, and the fields are filled all the same. */
const PAGE_SIDE_MS = 1000;

export interface SolverHost {
  post(message: ToPage): void;
  /** The view changed: report and announce. */
  changed(captcha: Captcha): void;
  /** The widget solves itself, and the user wants that. */
  free(captcha: Captcha): boolean;
  orphaned(): void;
}

export interface Solver {
  /** `as`: sold as another kind, by the user's wish. */
  solve(captcha: Captcha, trigger: Trigger, as?: CaptchaKind): Promise<void>;
  /** The page side has completed the widget, or had its time. */
  delivered(captcha: Captcha, delivery?: Delivery): void;
  /** The provider's own code solved the widget, started by us or by hand, or failed to. */
  natural(captcha: Captcha, solved: boolean): void;
  /** Ends the running solve, if any, as the user's or the page's doing. */
  cancel(captcha: Captcha): void;
  /** The token no longer counts: the page reset the widget. */
  forget(captcha: Captcha): void;
  fail(captcha: Captcha, failure: Failure): void;
  /** Returns whether a service can be sent the captcha's values. If not, it fails at once; when the page has put them right, it waits again. */
  isSendable(captcha: Captcha): boolean;
  /** Another picture is shown in its place: what was read of the last one is of no use. */
  renew(captcha: Captcha): void;
}

export function createSolver(host: SolverHost): Solver {
  function post(
    captcha: Captcha,
    message: { type: 'deliver' | 'hold' | 'refuse' | 'expire' | 'start' } & Record<string, unknown>,
  ): void {
    host.post({ provider: captcha.facts.provider, widget: captcha.facts.widget, ...message } as unknown as ToPage);
  }

  function settle(captcha: Captcha, change: Partial<Captcha['view']>): void {
    captcha.view = { ...captcha.view, ...change };
    host.changed(captcha);
  }

  function fail(captcha: Captcha, failure: Failure): void {
    delete captcha.run;
    captcha.demanded = false;
    settle(captcha, { state: 'failed', failure });
    post(captcha, { type: 'refuse', demand: 0 });
  }

  function isSendable(captcha: Captcha): boolean {
    const failure = host.free(captcha) ? undefined : findOversizedFailure(captcha.facts);
    const { state, failure: before } = captcha.view;
    const hasFailed = state === 'failed' && before?.code === valueTooLong.code;
    if (failure && !hasFailed && !captcha.run && state !== 'solved') fail(captcha, failure);
    if (!failure && hasFailed) settle(captcha, { state: 'detected', failure: undefined });
    return !failure;
  }

  async function solve(captcha: Captcha, trigger: Trigger, as?: CaptchaKind): Promise<void> {
    if (captcha.view.state === 'solving' || captcha.view.held) return;
    if (!captcha.facts.rendered) return fail(captcha, notRendered);
    forget(captcha);
    const startedAt = Date.now();
    if (host.free(captcha)) return startItself(captcha, startedAt);
    if (!isSendable(captcha)) return;
    const challenge = challengeOf(captcha);
    const run = { challengeId: challenge.challengeId, abort: new AbortController() };
    captcha.run = run;
    settle(captcha, {
      state: 'solving',
      challengeId: challenge.challengeId,
      startedAt,
      failure: undefined,
      ms: undefined,
      cost: undefined,
      byHand: undefined,
    });
    const picture = captcha.view.kind === 'image' ? await takePicture(captcha.container) : undefined;
    if (captcha.run !== run) return;
    if (typeof picture === 'object') return fail(captcha, picture);
    challenge.picture = picture;
    const location = currentUrl();
    const answer = await askUntilAnswered('solve', { challenge, trigger, as, location }, run.abort.signal).catch(
      (error: unknown) => {
        if (error instanceof OrphanedError) host.orphaned();
        return { ok: false as const, failure: error instanceof OrphanedError ? orphaned : unanswered };
      },
    );
    if (answer?.ok) await captcha.away;
    if (!answer || captcha.run !== run) return;
    if (!answer.ok) return fail(captcha, answer.failure);
    const { solution: sold, cost, service, readyAt } = answer.value;
    const { redeem } = captcha.frame;
    const solution = redeem ? await redeem(captcha.facts, sold) : sold;
    if (captcha.run !== run) return;
    if (!solution) {
      tell('cancel', { challengeId: run.challengeId });
      return fail(captcha, voucherNotExchanged);
    }
    delete captcha.run;
    const until = readyAt + tokenLifeMs(captcha.view.kind);
    captcha.token = { ...solution, until };
    const lives = captcha.view.kind !== 'image';
    if (lives) captcha.expiry = setTimeout(() => expire(captcha), Math.max(0, until - Date.now()));
    const held = captcha.view.demandDriven && !captcha.demanded && !(captcha.nativeDemand && !captcha.facts.score);
    if (held) post(captcha, { type: 'hold', ...solution, until });
    else {
      fill(fieldsOf(captcha), valueOf(captcha, solution));
      captcha.view.ticks = holds(fieldsOf(captcha), valueOf(captcha, solution)).length ? ['field'] : [];
      captcha.answering = captcha.demanded;
      post(captcha, { type: 'deliver', ...solution });
    }
    captcha.demanded = captcha.nativeDemand = false;
    tell('acknowledge', { challengeId: run.challengeId });
    captcha.deliveredAt = Date.now();
    captcha.view = {
      ...captcha.view,
      held,
      cost,
      service,
      expiresAt: lives ? until : undefined,
      ms: captcha.deliveredAt - startedAt,
    };
    // Announced when the page side has had its turn, so that a listener of `solved` finds everything in place.
    if (held) delivered(captcha);
    else setTimeout(() => delivered(captcha), PAGE_SIDE_MS);
  }

  function delivered(captcha: Captcha, delivery?: Delivery): void {
    if (!captcha.token || captcha.view.state !== 'solving') return;
    const ticks = [...(captcha.view.ticks ?? []), ...ticksOf(delivery)];
    // The page side settles the page's own request before it says that it is done.
    if (delivery !== undefined && captcha.answering) ticks.push('request');
    settle(captcha, { state: 'solved', ticks });
  }

  function startItself(captcha: Captcha, startedAt: number): void {
    settle(captcha, { state: 'solving', startedAt, failure: undefined });
    post(captcha, { type: 'start' });
  }

  function natural(captcha: Captcha, solved: boolean): void {
    const { state, startedAt } = captcha.view;
    const ours = state === 'solving' && !captcha.run;
    if (captcha.token) return;
    if (!solved) {
      if (ours) fail(captcha, selfSolveFailed);
      return;
    }
    if (captcha.run) cancel(captcha);
    if (ours) captcha.deliveredAt = Date.now();
    settle(
      captcha,
      ours
        ? { state: 'solved', cost: 0, ms: Date.now() - (startedAt ?? Date.now()) }
        : { state: 'solved', byHand: true, failure: undefined },
    );
  }

  function cancel(captcha: Captcha): void {
    const { run } = captcha;
    if (!run) return;
    delete captcha.run;
    run.abort.abort();
    tell('cancel', { challengeId: run.challengeId });
    captcha.demanded = false;
    settle(captcha, { state: 'cancelled' });
    post(captcha, { type: 'refuse', demand: 0 });
  }

  function forget(captcha: Captcha): void {
    clearTimeout(captcha.expiry);
    delete captcha.token;
    captcha.view = { ...captcha.view, held: undefined, expiresAt: undefined, ticks: undefined };
  }

  function expire(captcha: Captcha): void {
    if (!captcha.token) return;
    fill(holds(fieldsOf(captcha), valueOf(captcha, captcha.token)), () => '');
    forget(captcha);
    post(captcha, { type: 'expire' });
    settle(captcha, { state: 'detected' });
  }

  function renew(captcha: Captcha): void {
    cancel(captcha);
    forget(captcha);
    if (captcha.view.state !== 'detected') settle(captcha, { state: 'detected', byHand: undefined });
  }

  return { solve, delivered, natural, cancel, forget, fail, isSendable, renew };
}

function ticksOf(delivery: Delivery | undefined): Tick[] {
  const { callback, answers } =
    typeof delivery === 'object' ? delivery : { callback: delivery === true, answers: false };
  return [...(callback ? (['callback'] as const) : []), ...(answers ? (['api'] as const) : [])];
}

function valueOf({ frame }: Captcha, token: Token): (field: HTMLElement) => string {
  return (field) => frame.value?.(field, token) ?? token.token;
}

/** This document's address as it is now; about:blank and srcdoc frames have their parent's origin, and the service needs the URL of the page they belong to. */
function currentUrl(): string | undefined {
  let current: Window = window;
  try {
    while (current.location.protocol === 'about:' && current !== current.parent) current = current.parent;
    const { href } = current.location;
    // For a longer one the worker takes what the browser says.
    return href.length > MAX_TEXT_CHARS ? undefined : href;
  } catch {
    return undefined;
  }
}
