/** content/kinds-off.ts: what is put aside, and what comes back. Pure. */
import { expect, test } from 'vitest';
import type { Captcha } from '../../src/content/captcha.ts';
import { createKindsOff } from '../../src/content/kinds-off.ts';
import type { WidgetFacts } from '../../src/protocol/page-link.ts';

const facts = (widget: string) => ({ provider: 'turnstile', widget }) as WidgetFacts;
const told = (widget: string, kind: string) => ({ facts: facts(widget), view: { kind } }) as Captcha;
const never = () => false;

test('a widget of a kind that is off is put aside, and taken up when the kind is on again', () => {
  const kinds = createKindsOff();
  kinds.change(['turnstile'], [], never);
  expect(kinds.takes(facts('a'), 'turnstile', false)).toBe(true);
  expect(kinds.takes(facts('b'), 'hcaptcha', false)).toBe(false);
  expect(kinds.change(['hcaptcha'], [], never).take).toEqual([facts('a')]);
  expect(kinds.change([], [], never).take).toEqual([]);
});

test('what is told already goes when its kind is switched off, unless the user pointed at it', () => {
  const kinds = createKindsOff();
  const [picture, chosen, other] = [told('a', 'image'), told('b', 'image'), told('c', 'turnstile')];
  expect(kinds.change(['image'], [picture, chosen, other], (captcha) => captcha === chosen).leave).toEqual([picture]);
  expect(kinds.takes(facts('d'), 'image', true)).toBe(false);
});

test('a widget that is gone does not come back', () => {
  const kinds = createKindsOff();
  kinds.change(['turnstile'], [], never);
  kinds.takes(facts('a'), 'turnstile', false);
  kinds.forget('turnstile a');
  expect(kinds.change([], [], never).take).toEqual([]);
});
