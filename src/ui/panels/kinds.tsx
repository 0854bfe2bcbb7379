/** Options. The kinds of captcha that Latchkey looks after, by provider. */
import { captchaKinds, type CaptchaKind } from '../../core/challenge.ts';
import type { OptionsState } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { tr } from '../tr.ts';
import { useSaver } from '../use-saver.ts';
import { kindName } from '../words.ts';
import { SaidOf } from './said.tsx';
import { Section } from './section.tsx';

/** Providers with several kinds; names of providers are the same in every language. */
const families: readonly (readonly [label: string, kinds: readonly CaptchaKind[]])[] = [
  ['reCAPTCHA', captchaKinds.filter((kind) => kind.startsWith('recaptcha-'))],
  ['hCaptcha', captchaKinds.filter((kind) => kind.startsWith('hcaptcha'))],
];
const others = captchaKinds.filter((kind) => !families.some(([, kinds]) => kinds.includes(kind)));

export function Kinds({ state, connector }: { state: OptionsState; connector: Connector }) {
  const {
    settings: { kindsOff },
    fixed,
  } = state;
  const saver = useSaver(connector);
  const set = (kind: CaptchaKind, on: boolean) =>
    saver.save('kindsOff', { kindsOff: { [on ? 'remove' : 'add']: [kind] } });
  const box = (kind: CaptchaKind) => (
    <label key={kind} class="check">
      <input
        type="checkbox"
        name={`kind-${kind}`}
        checked={!kindsOff.includes(kind)}
        onChange={(event) => void set(kind, event.currentTarget.checked)}
      />
      {kindName(kind)}
    </label>
  );
  const group = (legend: string, kinds: readonly CaptchaKind[]) => (
    <fieldset key={legend} class="kinds" disabled={fixed['kindsOff'] !== undefined}>
      <legend>{legend}</legend>
      {kinds.map(box)}
    </fieldset>
  );
  return (
    <Section
      id="kinds"
      title={tr('Kinds of captcha')}
      by={fixed['kindsOff']}
      about={tr('A kind without a tick is left alone everywhere, as if it were not there.')}
    >
      {families.map(([label, kinds]) => group(label, kinds))}
      {group(
        tr('Others'),
        [...others].sort((a, b) => kindName(a).localeCompare(kindName(b))),
      )}
      <SaidOf saver={saver} field="kindsOff" />
    </Section>
  );
}
