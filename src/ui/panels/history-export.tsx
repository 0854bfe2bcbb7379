/** History. The attempts as a file, those on show or all. */
import { useState } from 'preact/hooks';
import { ledgerFile, type LedgerFormat } from '../../core/ledger-export.ts';
import type { LedgerEntry } from '../../core/ledger.ts';
import { number } from '../ledger-words.ts';
import { saveFile } from '../save-file.ts';
import { tr } from '../tr.ts';

interface Props {
  shown: readonly LedgerEntry[];
  all: readonly LedgerEntry[];
  /** Older rows are still on their way. */
  waiting: boolean;
}

export function HistoryExport({ shown, all, waiting }: Props) {
  const [which, setWhich] = useState<'shown' | 'all'>('shown');
  const [said, setSaid] = useState('');
  const rows = which === 'all' ? all : shown;
  const save = (format: LedgerFormat) => {
    const file = ledgerFile(format, rows, Date.now());
    saveFile(file);
    setSaid(tr('Saved as $1. Attempts in it: $2', file.name, number(rows.length)));
  };
  const off = waiting || rows.length === 0;
  return (
    <section aria-labelledby="export">
      <h2 id="export">{tr('Export')}</h2>
      <p class="quiet">{tr('The file has sites, services, costs and outcomes. It has no keys and no tokens.')}</p>
      <div class="line">
        <label class="field">
          <span>{tr('Attempts in the file')}</span>
          <select
            name="exported"
            value={which}
            onChange={(event) => setWhich(event.currentTarget.value === 'all' ? 'all' : 'shown')}
          >
            <option value="shown">{tr('Those in the table: $1', number(shown.length))}</option>
            <option value="all">{tr('All: $1', number(all.length))}</option>
          </select>
        </label>
        <button type="button" data-export="csv" disabled={off} onClick={() => save('csv')}>
          {tr('Save as CSV')}
        </button>
        <button type="button" data-export="json" disabled={off} onClick={() => save('json')}>
          {tr('Save as JSON')}
        </button>
      </div>
      <p class="quiet" role="status" data-exported>
        {said}
      </p>
    </section>
  );
}
