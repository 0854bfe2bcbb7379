/** Popup. How captchas of this site are treated. */
import { useState } from 'preact/hooks';
import type { Mode } from '../../core/settings.ts';
import type { PopupState } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';

const choices: { mode: Mode; name: string; says: string }[] = [
  { mode: 'off', name: 'Off', says: 'Latchkey leaves this site alone.' },
  { mode: 'ask', name: 'Ask', says: 'You click Solve when you want a captcha solved.' },
  { mode: 'auto', name: 'Auto', says: 'Captchas of this site are solved, and paid for, by themselves. Only for sites you own or may automate.' },
];

export function SiteMode({ state, connector }: { state: PopupState; connector: Connector }) {
  const { site, mode, modeFixedBy } = state;
  const [problem, setProblem] = useState('');
  if (!site) return null;
  const choose = async (chosen: Mode) => {
    const answer = await connector.ask('setSiteMode', { site, mode: chosen });
    setProblem(answer.ok ? '' : answer.failure.message);
  };
  return (
    <fieldset class="modes" disabled={modeFixedBy !== undefined}>
      <legend>
        On <bdi>{site}</bdi>
      </legend>
      <div class="segments">
        {choices.map((choice) => (
          <label key={choice.mode} class={choice.mode === mode ? 'chosen' : ''}>
            <input type="radio" name="mode" value={choice.mode} checked={choice.mode === mode} onChange={() => void choose(choice.mode)} />
            {choice.name}
          </label>
        ))}
      </div>
      <p class="quiet">{choices.find((choice) => choice.mode === mode)?.says}</p>
      {modeFixedBy ? <p class="quiet">Fixed by {modeFixedBy === 'file' ? 'latchkey.json' : 'a policy'}.</p> : null}
      {problem ? <p class="note note-bad" role="alert">{problem}</p> : null}
    </fieldset>
  );
}
