/** Options. The newest attempts, a row each. */
import { entryFor } from '../../core/error-catalogue.ts';
import type { LedgerEntry } from '../../core/ledger.ts';
import { costWords, dayWords, outcomeWords, reportWords, timeWords } from '../ledger-words.ts';
import { kindName, seconds } from '../words.ts';

interface Props {
  entries: LedgerEntry[];
  /** A service's name for people. */
  label: (service: string) => string;
}

export function LedgerTable({ entries, label }: Props) {
  const now = Date.now();
  return (
    // Narrow windows scroll it sideways, which the keyboard must be able to do as well.
    <div class="scroll" role="region" aria-labelledby="attempts" tabIndex={0}>
      <table class="ledger attempts" data-attempts>
        <caption id="attempts">Attempts, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Site</th>
            <th scope="col">Captcha</th>
            <th scope="col">Service</th>
            <th scope="col" class="number">Cost</th>
            <th scope="col" class="number">Took</th>
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Row key={entry.id} entry={entry} label={label} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ entry, label, now }: { entry: LedgerEntry; label: Props['label']; now: number }) {
  const { id, at, site, kind, service, cost, charged, ms, outcome, code, report, attempt, taskId, taskType } = entry;
  return (
    <tr data-attempt={id} class={`outcome-${outcome}`}>
      <th scope="row">
        <time dateTime={new Date(at).toISOString()}>
          {dayWords(at, now)} <span>{timeWords(at)}</span>
        </time>
        {attempt > 1 ? <p class="quiet">attempt {attempt}</p> : null}
      </th>
      <td>
        <bdi>{site || '–'}</bdi>
      </td>
      <td>{kindName(kind)}</td>
      <td title={`${taskType}${taskId === undefined ? '' : `, task ${taskId}`}`}>
        <bdi>{label(service)}</bdi>
      </td>
      <td class="number">{costWords({ cost, charged })}</td>
      <td class="number">{ms === null ? '–' : seconds(ms)}</td>
      <td>
        <span class="outcome">{outcomeWords({ outcome, at }, now)}</span>
        {code && code !== 'CANCELLED' ? <Reason code={code} /> : null}
        {report ? <p class="quiet">{reportWords(report)}</p> : null}
      </td>
    </tr>
  );
}

/** Codes are long words: they may break behind an underscore. */
function Reason({ code }: { code: string }) {
  const parts = code.split(/(?<=_)/);
  return (
    <p class="quiet">
      {entryFor(code)?.message}{' '}
      <code>
        {parts.map((part) => (
          <>
            {part}
            <wbr />
          </>
        ))}
      </code>
    </p>
  );
}
