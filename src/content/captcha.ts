/** Isolated world. One widget of this document as Latchkey follows it, and how it is told to others. */
import type { CaptchaKind } from '../core/challenge.ts';
import type { Challenge } from '../core/message-schemas.ts';
import type { CaptchaView } from '../core/captcha-view.ts';
import type { Failure } from '../core/outcome.ts';
import type { WidgetFacts } from '../protocol/page-link.ts';
import { isTestKey } from '../core/test-keys.ts';
import { fieldsBelow } from './closed-fields.ts';
import { existingToken } from './fields.ts';
import type { ProviderFrame, Token } from '../protocol/provider.ts';

export interface Captcha {
  view: CaptchaView;
  facts: WidgetFacts;
  frame: ProviderFrame;
  container: Element | null;
  /** The running solve. */
  run?: { challengeId: string; abort: AbortController };
  /** Its place is out of the page; settled when it is back or a running solve is waited for no more. */
  away?: Promise<void>;
  /** Demands of the page that wait for Latchkey's answer. */
  demanded: boolean;
  /** The delivery under way answers such demands. */
  answering?: boolean;
  /** The provider's own code is answering a demand; its callback is awaited by the page. */
  nativeDemand: boolean;
  /** The delivered or held token and the epoch ms its life ends. */
  token?: Token & { until: number };
  /** Epoch ms of the last delivery. */
  deliveredAt?: number;
  expiry?: ReturnType<typeof setTimeout>;
}

let count = 0;

export function createCaptcha(facts: WidgetFacts, frame: ProviderFrame, container: Element | null): Captcha {
  const kind: CaptchaKind = frame.kind(facts);
  const demandDriven = facts.score || facts.invisible || facts.onDemand;
  return {
    facts,
    frame,
    container,
    demanded: false,
    nativeDemand: false,
    view: {
      id: `captcha-${++count}-${Math.random().toString(36).slice(2, 10)}`,
      kind,
      sitekey: facts.sitekey.trim(),
      action: facts.action,
      state: 'detected',
      demandDriven,
      testKey: isTestKey(facts.sitekey.trim()),
      since: Date.now(),
    },
  };
}

/** Whether a test key is left to a person's hand depends on the accounts. */
export function markTestKey(captcha: Captcha, { solvesTestKeys }: { solvesTestKeys: boolean }): Captcha {
  if (isTestKey(captcha.view.sitekey))
    captcha.view = { ...captcha.view, testKey: !solvesTestKeys, solvableTestKey: solvesTestKeys || undefined };
  return captcha;
}

export function fieldsOf(captcha: Captcha): HTMLElement[] {
  const { container, frame, facts } = captcha;
  const root = container?.getRootNode();
  const fields = frame.fields(
    facts.widget,
    container,
    root instanceof DocumentFragment || root instanceof Element ? root : document,
  );
  return fields.length || !container ? fields : fieldsBelow(container, frame, facts.widget);
}

/** A token that the user or the provider has put there. */
export function existingTokenOf(captcha: Captcha): string {
  return captcha.frame.prefilled ? '' : existingToken(fieldsOf(captcha));
}

export function challengeOf(captcha: Captcha): Challenge {
  const { facts, view } = captcha;
  return {
    challengeId: crypto.getRandomValues(new Uint32Array(4)).join('-'),
    kind: view.kind,
    sitekey: view.sitekey,
    action: facts.action,
    cdata: facts.cdata,
    rqdata: facts.rqdata,
    s: facts.s,
    apiDomain: facts.apiDomain,
    params: facts.params,
  };
}

export const errorDetail = ({ code, message, fix }: Failure) => ({ code, message, fix });

/** The `detail` of the page event: plain, and nothing in it that the page does not know or may not see. */
export function eventDetail({ view }: Captcha): Record<string, unknown> {
  const { id, state, kind, sitekey, action, service, failure, ms } = view;
  const detail: Record<string, unknown> = { id, state, kind, sitekey };
  if (action !== undefined) detail.action = action;
  if (service !== undefined) detail.service = service;
  if (state === 'failed' && failure) detail.error = errorDetail(failure);
  if (state === 'solved' && ms !== undefined) detail.ms = ms;
  return detail;
}
