/** Popup. The one place from which a screen reader hears what changes by itself: that a captcha came, is being solved, is solved or failed. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { LocatedCaptcha } from '../../core/captcha-view.ts';
import { sentences } from '../../core/phrase.ts';
import { tr } from '../tr.ts';
import { kindName, stateWords } from '../words.ts';

export function Announcer({ captchas }: { captchas: readonly LocatedCaptcha[] }) {
  const told = useRef<Map<string, string> | null>(null);
  const [text, setText] = useState('');
  useEffect(() => {
    const before = told.current;
    told.current = new Map(captchas.map(({ id, state, held }) => [id, `${state} ${held ?? ''}`]));
    // What is there when the popup opens is read like any other text.
    if (!before) return;
    const changed = captchas.filter(({ id }) => before.get(id) !== told.current?.get(id));
    if (changed.length) setText(changed.map(sentence).join(' '));
  }, [captchas]);
  return (
    <p class="unseen" aria-live="polite" data-announcer>
      {text}
    </p>
  );
}

function sentence(captcha: LocatedCaptcha): string {
  const { kind, state, failure } = captcha;
  const name = kindName(kind);
  return tr(
    '$1: $2',
    name,
    state === 'failed' && failure ? sentences(failure.says ?? failure.message, failure.fix) : stateWords(captcha),
  );
}
