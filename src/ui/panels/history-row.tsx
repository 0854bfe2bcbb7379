/** History. One attempt, and the button in it that opens the details below. */
import { useMemo } from 'preact/hooks';
import type { LedgerEntry } from '../../core/ledger.ts';
import type { RowWords } from '../../core/ledger-view.ts';
import { costWords, dayWords, timeWords } from '../ledger-words.ts';
import { tr } from '../tr.ts';
import { seconds } from '../words.ts';

interface Props {
  entry: LedgerEntry;
  words: RowWords;
  /** Its place among all lines of the table, from 0. */
  index: number;
  open: boolean;
  /** Tab comes to this row. */
  reached: boolean;
  measure: (row: HTMLTableRowElement | null) => void;
  onToggle: () => void;
}

/** Of the row with an attempt's details. */
export const detailsId = (entry: LedgerEntry): string => `details-${entry.id.replace(/[^\w-]/g, '-')}`;

export function HistoryRow({ entry, words, index, open, reached, measure, onToggle }: Props) {
  const { id, at, site, cost, charged, ms, outcome, attempt } = entry;
  // Scrolling draws a row many times.
  const [day, time] = useMemo(() => [dayWords(at, Date.now()), timeWords(at)], [at]);
  const click = (event: MouseEvent) => {
    // Anywhere in the row will do, except to somebody who is marking text. The button speaks for itself.
    if (!(event.target as Element).closest('button') && document.getSelection()?.isCollapsed !== false) onToggle();
  };
  return (
    <tr
      ref={measure}
      data-index={index}
      data-attempt={id}
      aria-rowindex={index + 2}
      class={`attempt outcome-${outcome}${open ? ' open' : ''}`}
      onClick={click}
    >
      <th scope="row" class="column-at">
        <button
          type="button"
          class="opener"
          aria-expanded={open}
          aria-controls={open ? detailsId(entry) : undefined}
          tabIndex={reached ? 0 : -1}
          onClick={onToggle}
        >
          <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
            <path d="M3 1 7 5 3 9" fill="none" stroke="currentColor" stroke-width="1.8" />
          </svg>
          <time dateTime={new Date(at).toISOString()}>
            {day} <span>{time}</span>
          </time>
        </button>
        {attempt > 1 ? <p class="quiet">{tr('Attempt $1', attempt)}</p> : null}
      </th>
      <td class="column-site">
        <bdi>{site || '–'}</bdi>
      </td>
      <td class="column-kind">{words.kind(entry)}</td>
      <td class="column-service">
        <bdi>{words.service(entry)}</bdi>
      </td>
      <td class="column-cost">{costWords({ cost, charged })}</td>
      <td class="column-ms">{ms === null ? '–' : seconds(ms)}</td>
      <td class="column-outcome">
        <span class="outcome">{words.outcome(entry)}</span>
      </td>
    </tr>
  );
}
