/** Popup. The user's word on a token, for the service that sold it: once. */
import { useState } from 'preact/hooks';
import type { CaptchaDetails } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';

type Facts = NonNullable<CaptchaDetails['report']>;

/** What reCAPTCHA v3 says of a visitor: 0 is a bot. */
const SCORES = [0.1, 0.3, 0.5, 0.7, 0.9];

export function Report({ report, connector }: { report: Facts; connector: Connector }) {
  const { attempt, verdicts, told } = report;
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  const tell = async (verdict: Facts['verdicts'][number], score?: number) => {
    setBusy(true);
    const answer = await connector.ask('reportToken', { attempt, verdict, score }).catch(() => null);
    setBusy(false);
    setSaid(!answer ? 'Latchkey’s background does not answer.' : answer.ok ? 'The service was told. Thank you.' : `${answer.failure.message} ${answer.failure.fix}`);
  };
  const open = !told && !said;
  return (
    <div class="report">
      {open && verdicts.includes('bad') ? (
        <button type="button" class="small" data-verdict="bad" disabled={busy} onClick={() => void tell('bad')}>
          The site rejected it
        </button>
      ) : null}
      {open && verdicts.includes('good') ? (
        <button type="button" class="small" data-verdict="good" disabled={busy} onClick={() => void tell('good')}>
          It worked
        </button>
      ) : null}
      {open && verdicts.includes('score') ? (
        <label class="quiet">
          Score that the site saw{' '}
          <select disabled={busy} data-verdict="score" onChange={(event) => event.currentTarget.value && void tell('score', Number(event.currentTarget.value))}>
            <option value="">…</option>
            {SCORES.map((score) => (
              <option key={score} value={score}>
                {score}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <p class="quiet" role="status">
        {said || (told ? `The service was told that it was ${told}.` : '')}
      </p>
    </div>
  );
}
