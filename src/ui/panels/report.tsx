/** Popup. The user's word on a token, for the service that sold it: once. */
import { useState } from 'preact/hooks';
import type { Failure } from '../../core/outcome.ts';
import { sentences } from '../../core/phrase.ts';
import type { CaptchaDetails } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { languageTag, tr, trWords } from '../tr.ts';

type Facts = NonNullable<CaptchaDetails['report']>;

/** What reCAPTCHA v3 says of a visitor: 0 is a bot. */
const SCORES = [0.1, 0.3, 0.5, 0.7, 0.9];

const refusal = ({ message, says, fix }: Failure): string => trWords(sentences(says ?? message, fix));

export function Report({ report, connector }: { report: Facts; connector: Connector }) {
  const { attempt, verdicts, told } = report;
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  const tell = async (verdict: Facts['verdicts'][number], score?: number) => {
    setBusy(true);
    const answer = await connector.ask('reportToken', { attempt, verdict, score }).catch(() => null);
    setBusy(false);
    setSaid(
      !answer
        ? tr('Latchkey’s background does not answer.')
        : answer.ok
          ? tr('The service was told. Thank you.')
          : refusal(answer.failure),
    );
  };
  const open = !told && !said;
  return (
    <div class="report">
      {open && verdicts.includes('bad') ? (
        <button type="button" class="small" data-verdict="bad" disabled={busy} onClick={() => void tell('bad')}>
          {tr('The site rejected it')}
        </button>
      ) : null}
      {open && verdicts.includes('good') ? (
        <button type="button" class="small" data-verdict="good" disabled={busy} onClick={() => void tell('good')}>
          {tr('It worked')}
        </button>
      ) : null}
      {open && verdicts.includes('score') ? (
        <label class="quiet">
          {tr('Score that the site saw')}{' '}
          <select
            disabled={busy}
            data-verdict="score"
            onChange={(event) => event.currentTarget.value && void tell('score', Number(event.currentTarget.value))}
          >
            <option value="">…</option>
            {SCORES.map((score) => (
              <option key={score} value={score}>
                {new Intl.NumberFormat(languageTag()).format(score)}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <p class="quiet" role="status">
        {said ||
          (told
            ? told === 'good'
              ? tr('The service was told that it worked.')
              : tr('The service was told that the site rejected it.')
            : '')}
      </p>
    </div>
  );
}
