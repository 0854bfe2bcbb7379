/** Options. What each service did and took in the last 30 days. */
import { TOTALS_DAYS, type LedgerTotal } from '../../core/ledger.ts';
import { grandTotal, unknownCostWords } from '../ledger-words.ts';
import { money } from '../words.ts';

interface Props {
  totals: LedgerTotal[];
  /** A service's name for people. */
  label: (service: string) => string;
}

export function LedgerTotals({ totals, label }: Props) {
  if (totals.length === 0) return null;
  return (
    <table class="ledger" data-totals>
      <caption>Last {TOTALS_DAYS} days</caption>
      <thead>
        <tr>
          <th scope="col">Service</th>
          <th scope="col" class="number">Attempts</th>
          <th scope="col" class="number">Solved</th>
          <th scope="col" class="number">Failed</th>
          <th scope="col" class="number">Cost</th>
        </tr>
      </thead>
      <tbody>
        {totals.map((total) => (
          <Row key={total.service} name={label(total.service)} total={total} />
        ))}
      </tbody>
      {totals.length > 1 ? (
        <tfoot>
          <Row name="All" total={grandTotal(totals)} />
        </tfoot>
      ) : null}
    </table>
  );
}

function Row({ name, total }: { name: string; total: Omit<LedgerTotal, 'service'> }) {
  const { tasks, solved, failed, cost, unknownCosts } = total;
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      <td class="number">{tasks}</td>
      <td class="number">{solved}</td>
      <td class="number">{failed}</td>
      <td class="number">
        {money(cost)} {unknownCosts ? <p class="quiet">{unknownCostWords(unknownCosts)}</p> : null}
      </td>
    </tr>
  );
}
