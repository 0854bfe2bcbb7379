/** History. The head of the table: each column sorts by a click, the same one again turns the order round. */
import type { LedgerColumn, LedgerOrder } from '../../core/ledger-view.ts';
import { tr } from '../tr.ts';

const columns = (): Record<LedgerColumn, string> => ({
  at: tr('Time'),
  site: tr('Site'),
  kind: tr('Captcha'),
  service: tr('Service'),
  cost: tr('Cost'),
  ms: tr('Took'),
  outcome: tr('Outcome'),
});

export function HistoryHead({ order, onSort }: { order: LedgerOrder; onSort: (by: LedgerColumn) => void }) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {(Object.entries(columns()) as [LedgerColumn, string][]).map(([by, name]) => {
          const sorted = order.by === by ? (order.down ? 'descending' : 'ascending') : undefined;
          return (
            <th key={by} scope="col" class={`column-${by}`} aria-sort={sorted}>
              <button type="button" class="sort" data-sort={by} onClick={() => onSort(by)}>
                {name}
                <svg class={sorted ?? 'unsorted'} viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
                  <path d="M5 2 9 8H1z" fill="currentColor" />
                </svg>
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
