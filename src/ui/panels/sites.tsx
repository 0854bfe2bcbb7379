/** Options. How captchas are treated: in general, and on single sites. */
import { useState } from 'preact/hooks';
import { isSitePattern, modes, type Mode } from '../../core/settings.ts';
import type { OptionsState } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { tr } from '../tr.ts';
import { useSaver } from '../use-saver.ts';
import { failureText } from '../words.ts';
import { saidProps, SaidOf } from './said.tsx';
import { Section } from './section.tsx';

function modeName(mode: Mode): string {
  if (mode === 'ask') return tr('Ask');
  return tr(mode === 'auto' ? 'Automatic' : 'Off');
}

/** What people paste: a name, or an address with or without scheme, port and path. Null where it names no site, or a whole top-level domain. */
function patternOf(text: string): string | null {
  const [, scheme = 'https://', below = '', rest = ''] = /^(https?:\/\/)?(\*\.)?(.*)$/is.exec(text.trim()) ?? [];
  const name = /^[a-z][a-z\d+.-]*:\/\//i.test(rest) ? undefined : URL.parse(scheme + rest)?.hostname.replace(/\.$/, '');
  if (!name || name.length > 253 || !isSitePattern(below + name)) return null;
  const labels = name.split('.');
  return (below && labels.length < 2) || labels.some((label) => label.length > 63) ? null : below + name;
}

interface ChoiceProps {
  name: string;
  value: Mode;
  label?: string;
  onChange: (mode: Mode) => void;
}

function ModeChoice({ name, value, label, onChange }: ChoiceProps) {
  return (
    <select
      name={name}
      value={value}
      aria-label={label}
      onChange={(event) => onChange(event.currentTarget.value as Mode)}
    >
      {modes.map((mode) => (
        <option key={mode} value={mode}>
          {modeName(mode)}
        </option>
      ))}
    </select>
  );
}

export function Sites({ state, connector }: { state: OptionsState; connector: Connector }) {
  const { settings, fixed } = state;
  const [site, setSite] = useState('');
  const [mode, setMode] = useState<Mode>('ask');
  const saver = useSaver(connector);
  const setFor = async (pattern: string, chosen: Mode | null, field: 'site' | 'listed') => {
    const answer = await connector.ask('setSiteMode', { site: pattern, mode: chosen }).catch(() => null);
    if (answer?.ok) saver.say(field, chosen ? tr('Saved.') : tr('$1 removed.', pattern));
    else
      saver.say(
        field,
        answer ? failureText(answer.failure) : tr('Not saved: Latchkey’s background did not answer. Try again.'),
        true,
      );
    return answer?.ok === true;
  };
  const add = async (event: Event) => {
    event.preventDefault();
    const pattern = patternOf(site);
    if (pattern === null)
      return saver.say(
        'site',
        tr('Write the name of a site, such as example.com, or *.example.com for all below it.'),
        true,
      );
    if (!(await setFor(pattern, mode, 'site'))) return;
    setSite('');
    setMode('ask');
  };
  const locked = fixed['sites'] ?? fixed['mode'];
  const listed = Object.entries(settings.sites).sort(([a], [b]) => a.localeCompare(b));
  return (
    <Section
      id="sites"
      title={tr('Sites')}
      by={locked}
      about={tr('Automatic solving spends money by itself. Switch it on only for sites that you own or may automate.')}
    >
      <fieldset disabled={locked !== undefined} aria-labelledby="sites">
        <div class="field">
          <label class="field">
            <span>{tr('Everywhere else')}</span>
            <ModeChoice
              name="mode"
              value={settings.mode}
              onChange={(chosen) => void saver.save('mode', { mode: chosen })}
            />
          </label>
          <SaidOf saver={saver} field="mode" />
        </div>
        {listed.length ? (
          <table>
            <thead>
              <tr>
                <th scope="col">{tr('Site')}</th>
                <th scope="col">{tr('Mode')}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {listed.map(([pattern, chosen]) => (
                <tr key={pattern}>
                  <th scope="row">
                    <bdi>{pattern}</bdi>
                  </th>
                  <td>
                    <ModeChoice
                      name="siteMode"
                      value={chosen}
                      label={tr('Mode on $1', pattern)}
                      onChange={(next) => void setFor(pattern, next, 'listed')}
                    />
                  </td>
                  <td>
                    <button
                      type="button"
                      class="small"
                      aria-label={tr('Remove $1', pattern)}
                      onClick={() =>
                        void setFor(pattern, null, 'listed').then(() => document.getElementById('sites')?.focus())
                      }
                    >
                      {tr('Remove')}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
        <SaidOf saver={saver} field="listed" />
        <form noValidate onSubmit={(event) => void add(event)}>
          <div class="line">
            <label class="field">
              <span>{tr('Add a site')}</span>
              <input
                name="site"
                value={site}
                placeholder={tr('example.com or *.example.com')}
                maxLength={253}
                autocomplete="off"
                spellcheck={false}
                {...saidProps(saver, 'site')}
                onInput={(event) => setSite(event.currentTarget.value)}
              />
            </label>
            <ModeChoice name="newMode" value={mode} label={tr('Mode of the new site')} onChange={setMode} />
            <button type="submit">{tr('Add')}</button>
          </div>
          <SaidOf saver={saver} field="site" />
        </form>
      </fieldset>
    </Section>
  );
}
