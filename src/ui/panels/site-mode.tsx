/** Popup. How captchas of this site are treated. */
import { useState } from 'preact/hooks';
import type { Mode } from '../../core/settings.ts';
import type { PopupState } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { tr, trWords } from '../tr.ts';

function nameOf(mode: Mode): string {
  return mode === 'off' ? tr('Off') : mode === 'ask' ? tr('Ask') : tr('Auto');
}

function meaningOf(mode: Mode): string {
  if (mode === 'off') return tr('Latchkey leaves this site alone.');
  if (mode === 'ask') return tr('You click Solve when you want a captcha solved.');
  return tr('Captchas of this site are solved, and paid for, by themselves. Only for sites you own or may automate.');
}

/** From the least to the most that Latchkey does by itself. */
const order: readonly Mode[] = ['off', 'ask', 'auto'];

export function SiteMode({ state, connector }: { state: PopupState; connector: Connector }) {
  const { site, mode, modeFixedBy } = state;
  const [problem, setProblem] = useState('');
  if (!site || state.obstacle === 'store') return null;
  const choose = async (chosen: Mode) => {
    const answer = await connector.ask('setSiteMode', { site, mode: chosen });
    setProblem(answer.ok ? '' : trWords(answer.failure.says ?? answer.failure.message));
  };
  return (
    <fieldset class="modes" disabled={modeFixedBy !== undefined}>
      <legend>
        {tr('On this site')} <bdi class="quiet">{site}</bdi>
      </legend>
      <div class="segments">
        {order.map((choice) => (
          <label key={choice} class={choice === mode ? 'chosen' : ''}>
            <input
              type="radio"
              name="mode"
              value={choice}
              checked={choice === mode}
              onChange={() => void choose(choice)}
            />
            {nameOf(choice)}
          </label>
        ))}
      </div>
      <p class="quiet">{meaningOf(mode)}</p>
      {modeFixedBy ? (
        <p class="quiet">{modeFixedBy === 'file' ? tr('Fixed by latchkey.json.') : tr('Fixed by a policy.')}</p>
      ) : null}
      {problem ? (
        <p class="note note-bad" role="alert">
          {problem}
        </p>
      ) : null}
    </fieldset>
  );
}
