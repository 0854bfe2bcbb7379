/** Options. How captchas are treated: in general, and on single sites. */
import { useState } from 'preact/hooks';
import { modes, type Mode } from '../../core/settings.ts';
import type { OptionsState } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { FixedBy } from './fixed-by.tsx';

const names: Record<Mode, string> = { ask: 'Ask', auto: 'Automatic', off: 'Off' };

function ModeChoice({ value, label, onChange }: { value: Mode; label: string; onChange: (mode: Mode) => void }) {
  return (
    <select value={value} aria-label={label} onChange={(event) => onChange(event.currentTarget.value as Mode)}>
      {modes.map((mode) => (
        <option key={mode} value={mode}>
          {names[mode]}
        </option>
      ))}
    </select>
  );
}

export function Sites({ state, connector }: { state: OptionsState; connector: Connector }) {
  const { settings, fixed } = state;
  const [site, setSite] = useState('');
  const [mode, setMode] = useState<Mode>('auto');
  const [problem, setProblem] = useState('');
  const setFor = async (pattern: string, chosen: Mode | null) => {
    const answer = await connector.ask('setSiteMode', { site: pattern, mode: chosen });
    setProblem(answer.ok ? '' : answer.failure.message);
    return answer.ok;
  };
  const add = async (event: Event) => {
    event.preventDefault();
    if (await setFor(site.trim().toLowerCase(), mode)) setSite('');
  };
  const locked = fixed['sites'] ?? fixed['mode'];
  return (
    <section aria-labelledby="sites">
      <h2 id="sites">Sites</h2>
      <p>Automatic solving spends money by itself. Switch it on only for sites that you own or may automate.</p>
      <FixedBy by={locked} />
      <fieldset disabled={locked !== undefined}>
        <legend class="quiet">Mode by site</legend>
        <label class="field">
          <span>Everywhere else</span>
          <ModeChoice value={settings.mode} label="Everywhere else" onChange={(chosen) => void connector.ask('changeSettings', { change: { mode: chosen } })} />
        </label>
        {Object.keys(settings.sites).length ? (
          <table>
            <thead>
              <tr>
                <th scope="col">Site</th>
                <th scope="col">Mode</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {Object.entries(settings.sites).map(([pattern, chosen]) => (
                <tr key={pattern}>
                  <td>
                    <bdi>{pattern}</bdi>
                  </td>
                  <td>
                    <ModeChoice value={chosen} label={`Mode on ${pattern}`} onChange={(next) => void setFor(pattern, next)} />
                  </td>
                  <td>
                    <button type="button" class="small" aria-label={`Remove ${pattern}`} onClick={() => void setFor(pattern, null)}>
                      Remove
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
        <form onSubmit={(event) => void add(event)}>
          <div class="line">
            <label class="field">
              <span>Add a site</span>
              <input name="site" value={site} placeholder="example.com or *.example.com" required onInput={(event) => setSite(event.currentTarget.value)} />
            </label>
            <ModeChoice value={mode} label="Mode of the new site" onChange={setMode} />
            <button type="submit">Add</button>
          </div>
        </form>
        {problem ? (
          <p class="note note-bad" role="alert">
            {problem}
          </p>
        ) : null}
      </fieldset>
    </section>
  );
}
