/** History. What was done and spent, in five numbers, and the same by service. */
import { useMemo } from 'preact/hooks';
import { totalsOf, type LedgerEntry, type LedgerTotal } from '../../core/ledger.ts';
import { successRate } from '../../core/ledger-series.ts';
import { number, percent } from '../ledger-words.ts';
import { tr } from '../tr.ts';
import { money } from '../words.ts';

interface Props {
  entries: readonly LedgerEntry[];
  /** A service's name for people. */
  label: (service: string) => string;
}

const rate = ({ solved, failed }: Pick<LedgerTotal, 'solved' | 'failed'>): string => {
  const success = successRate(solved, failed);
  return success === null ? '–' : percent(success);
};

export function HistoryTotals({ entries, label }: Props) {
  const totals = useMemo(() => totalsOf(entries), [entries]);
  const sum = (name: Exclude<keyof LedgerTotal, 'service'>) => totals.reduce((all, total) => all + total[name], 0);
  return (
    <>
      <dl class="totals" data-totals>
        <Total name={tr('Attempts')} value={number(sum('tasks'))} />
        <Total name={tr('Solved')} value={number(sum('solved'))} />
        <Total name={tr('Success')} value={rate({ solved: sum('solved'), failed: sum('failed') })} />
        <Total name={tr('Spent')} value={money(sum('cost'))} />
        <Total name={tr('Costs not known')} value={number(sum('unknownCosts'))} />
      </dl>
      {totals.length > 1 ? <ByService totals={totals} label={label} /> : null}
    </>
  );
}

function Total({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function ByService({ totals, label }: { totals: readonly LedgerTotal[]; label: Props['label'] }) {
  return (
    <details>
      <summary>{tr('By service')}</summary>
      <div class="sheet" tabIndex={0} role="region" aria-label={tr('By service')}>
        <table data-by-service>
          <thead>
            <tr>
              <th scope="col">{tr('Service')}</th>
              <th scope="col">{tr('Attempts')}</th>
              <th scope="col">{tr('Solved')}</th>
              <th scope="col">{tr('Success')}</th>
              <th scope="col">{tr('Spent')}</th>
              <th scope="col">{tr('Costs not known')}</th>
            </tr>
          </thead>
          <tbody>
            {totals.map((total) => (
              <tr key={total.service}>
                <th scope="row">
                  <bdi>{label(total.service)}</bdi>
                </th>
                <td>{number(total.tasks)}</td>
                <td>{number(total.solved)}</td>
                <td>{rate(total)}</td>
                <td>{money(total.cost)}</td>
                <td>{number(total.unknownCosts)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
