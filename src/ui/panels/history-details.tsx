/** History. Everything that is kept of one attempt, with its failure in words. */
import type { ComponentChildren } from 'preact';
import { entryFor, unknownCode } from '../../core/error-catalogue.ts';
import type { LedgerEntry } from '../../core/ledger.ts';
import type { RowWords } from '../../core/ledger-view.ts';
import { taskIdToText } from '../../core/task-id.ts';
import { costWords, instantWords, reportWords } from '../ledger-words.ts';
import { tr, trWords } from '../tr.ts';
import { seconds } from '../words.ts';
import { detailsId } from './history-row.tsx';

interface Props {
  entry: LedgerEntry;
  words: RowWords;
  index: number;
  columns: number;
  measure: (row: HTMLTableRowElement | null) => void;
}

export function HistoryDetails({ entry, words, index, columns, measure }: Props) {
  const { at, site, taskType, taskId, ms, attempt, code, report } = entry;
  return (
    <tr ref={measure} data-index={index} aria-rowindex={index + 2} class="details" data-details={entry.id}>
      <td colSpan={columns} id={detailsId(entry)}>
        {code ? <Reason code={code} service={entry.service} /> : null}
        <dl>
          <Fact name={tr('Time')}>{instantWords(at)}</Fact>
          <Fact name={tr('Site')}>{site ? <bdi>{site}</bdi> : tr('Not known')}</Fact>
          <Fact name={tr('Captcha')}>{words.kind(entry)}</Fact>
          <Fact name={tr('Service')}>
            <bdi>{words.service(entry)}</bdi>
          </Fact>
          <Fact name={tr('Task type')}>
            <bdi>{taskType}</bdi>
          </Fact>
          {taskId === undefined ? null : (
            <Fact name={tr('Task')}>
              <bdi>{taskIdToText(taskId)}</bdi>
            </Fact>
          )}
          <Fact name={tr('Attempt')}>{attempt}</Fact>
          <Fact name={tr('Cost')}>{costWords(entry)}</Fact>
          <Fact name={tr('Took')}>{ms === null ? tr('Not known') : seconds(ms)}</Fact>
          <Fact name={tr('Outcome')}>{words.outcome(entry)}</Fact>
          <Fact name={tr('Report to the service')}>{report ? reportWords(report) : tr('None')}</Fact>
        </dl>
      </td>
    </tr>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Codes are long words: they may break behind an underscore. */
function Reason({ code, service }: { code: string; service: string }) {
  const known = entryFor(code, service);
  return (
    <p class="reason">
      {trWords(known?.message ?? unknownCode(code))}{' '}
      <code>
        {code.split(/(?<=_)/).map((part, place) => (
          <span key={place}>
            {part}
            <wbr />
          </span>
        ))}
      </code>
    </p>
  );
}
