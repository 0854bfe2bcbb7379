/** Options. The way to the history, which is a page of its own. */
import type { Connector } from '../connector.ts';
import { tr } from '../tr.ts';

export function HistoryLink({ connector }: { connector: Connector }) {
  return (
    <section aria-labelledby="history">
      <h2 id="history">{tr('History and costs')}</h2>
      <p class="quiet">
        {tr(
          'Every attempt with its time, outcome and cost, as a table and as charts. It is kept in this browser only.',
        )}
      </p>
      <button type="button" data-history onClick={() => void connector.openOptions('history')}>
        {tr('Open the history')}
      </button>
    </section>
  );
}
