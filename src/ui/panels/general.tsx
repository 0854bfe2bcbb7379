/** Options. Budgets and the rest. Each field is saved when it is left; a wrong one is told beside it. */
import { useState } from 'preact/hooks';
import type { OptionsState } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { FixedBy } from './fixed-by.tsx';

interface Props {
  state: OptionsState;
  connector: Connector;
}

export function General({ state, connector }: Props) {
  const { settings, fixed } = state;
  const { budget } = settings;
  const [problem, setProblem] = useState('');
  const [saved, setSaved] = useState('');
  const change = async (what: string, values: Record<string, unknown>) => {
    const answer = await connector.ask('changeSettings', { change: values });
    setProblem(answer.ok ? '' : answer.failure.message);
    setSaved(answer.ok ? `${what} saved.` : '');
  };
  const limit = (text: string) => (text.trim() === '' ? null : Number(text));
  return (
    <>
      <section aria-labelledby="budget">
        <h2 id="budget">Budget</h2>
        <p class="quiet">An empty field means no limit.</p>
        <FixedBy by={fixed['budget']} />
        <fieldset class="line" disabled={fixed['budget'] !== undefined}>
          <legend class="quiet">Limits</legend>
          <label class="field">
            <span>USD in a day</span>
            <input
              name="perDay" inputMode="decimal" defaultValue={budget.perDay ?? ''}
              onChange={(event) => void change('Budget', { budget: { ...budget, perDay: limit(event.currentTarget.value) } })}
            />
          </label>
          <label class="field">
            <span>Tasks for one site in an hour</span>
            <input
              name="perSitePerHour" inputMode="numeric" defaultValue={budget.perSitePerHour ?? ''}
              onChange={(event) => void change('Budget', { budget: { ...budget, perSitePerHour: limit(event.currentTarget.value) } })}
            />
          </label>
        </fieldset>
      </section>
      <section aria-labelledby="more">
        <h2 id="more">More</h2>
        <Check name="button" on={settings.button} by={fixed['button']} onChange={(on) => void change('Button', { button: on })}>
          Show a Solve button beside captchas
        </Check>
        <Check
          name="proofOfWork" on={settings.proofOfWork === 'free'} by={fixed['proofOfWork']}
          onChange={(on) => void change('Proof of work', { proofOfWork: on ? 'free' : 'service' })}
        >
          Let proof-of-work captchas (ALTCHA) solve themselves in this browser, for free
        </Check>
        <Check name="events" on={settings.events} by={fixed['events']} onChange={(on) => void change('Page events', { events: on })}>
          Tell pages what Latchkey does (for test suites; pages can then see Latchkey)
        </Check>
        <Check name="reportResets" on={settings.reportResets} by={fixed['reportResets']} onChange={(on) => void change('Reports', { reportResets: on })}>
          Tell the service that a token was bad when the page resets its captcha right after getting it
        </Check>
      </section>
      <section aria-labelledby="proxy">
        <h2 id="proxy">Proxy</h2>
        <p class="quiet">
          The service solves from this address, where its task type takes a proxy. It helps only where your browser goes out through the same one.
        </p>
        <FixedBy by={fixed['proxy']} />
        <label class="field">
          <span>Address and login</span>
          <input
            name="proxy" placeholder="http://user:password@host:8080" defaultValue={settings.proxy ?? ''} disabled={fixed['proxy'] !== undefined} spellcheck={false}
            onChange={(event) => void change('Proxy', { proxy: event.currentTarget.value.trim() })}
          />
        </label>
        {problem ? (
          <p class="note note-bad" role="alert">
            {problem}
          </p>
        ) : null}
        <p class="saved" role="status">
          {saved}
        </p>
      </section>
    </>
  );
}

interface CheckProps {
  name: string;
  on: boolean;
  by: 'file' | 'policy' | undefined;
  onChange: (on: boolean) => void;
  children: string;
}

function Check({ name, on, by, onChange, children }: CheckProps) {
  return (
    <div>
      <label class="check">
        <input type="checkbox" name={name} checked={on} disabled={by !== undefined} onChange={(event) => onChange(event.currentTarget.checked)} />
        {children}
      </label>
      <FixedBy by={by} />
    </div>
  );
}
