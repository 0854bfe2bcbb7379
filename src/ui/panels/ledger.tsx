/** Options. History and costs: what was spent, each attempt, files of it, and the end of it. */
import { useRef, useState } from 'preact/hooks';
import { LEDGER_DAYS, LEDGER_ROWS } from '../../core/ledger.ts';
import type { LedgerFormat } from '../../core/ledger-export.ts';
import type { ServiceChoice } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { saveFile } from '../save-file.ts';
import { useLedger } from '../use-ledger.ts';
import { ClearHistory } from './clear-history.tsx';
import { LedgerTable } from './ledger-table.tsx';
import { LedgerTotals } from './ledger-totals.tsx';

interface Props {
  services: ServiceChoice[];
  connector: Connector;
}

const NO_ANSWER = 'Latchkey’s background did not answer. Try again.';
const count = (rows: number) => `${rows.toLocaleString()} ${rows === 1 ? 'attempt' : 'attempts'}`;

export function Ledger({ services, connector }: Props) {
  const [site, setSite] = useState('');
  const [said, setSaid] = useState('');
  const { page, showMore, refresh } = useLedger(connector, site);
  const heading = useRef<HTMLHeadingElement>(null);
  const status = useRef<HTMLParagraphElement>(null);
  const label = (service: string) => services.find((one) => one.service === service)?.label ?? service;
  const more = async () => {
    const answer = await showMore();
    setSaid(answer ? `${count(answer.added)} more${answer.more ? '' : '; that is all'}.` : NO_ANSWER);
    // The button goes with the last row; whoever was on it goes on from here.
    if (answer && !answer.more) status.current?.focus();
  };
  const save = async (format: LedgerFormat) => {
    const file = await connector.ask('exportLedger', { format }).catch(() => null);
    if (file) saveFile(file);
    setSaid(file ? `Saved as ${file.name}.` : NO_ANSWER);
  };
  const clear = async () => {
    const done = await connector.ask('clearLedger', {}).then(() => true, () => false);
    setSite('');
    const left = await refresh();
    setSaid(done && left?.kept ? 'History cleared.' : 'The history could not be cleared.');
    heading.current?.focus();
  };
  return (
    <section aria-labelledby="history" data-ledger>
      <h2 id="history" tabIndex={-1} ref={heading}>
        History and costs
      </h2>
      <p class="quiet">
        Kept in this browser only: at most {count(LEDGER_ROWS)}, for {LEDGER_DAYS} days.
      </p>
      {page ? (
        <>
          {page.kept ? null : (
            <p class="note note-bad" data-not-kept>
              This browser does not let Latchkey keep a history. Captchas are solved all the same.
            </p>
          )}
          <LedgerTotals totals={page.totals} label={label} />
          {page.sites.length ? <SiteChoice site={site} sites={page.sites} onChoose={setSite} /> : null}
          {page.entries.length ? <LedgerTable entries={page.entries} label={label} /> : null}
          {page.kept && !page.entries.length ? <p data-empty>No attempts yet. Each one will be listed here with its cost.</p> : null}
          {page.more ? (
            <button type="button" data-more onClick={() => void more()}>
              Show more
            </button>
          ) : null}
          {page.entries.length ? (
            <div class="tools">
              <button type="button" data-export="csv" onClick={() => void save('csv')}>
                Export all as CSV
              </button>
              <button type="button" data-export="json" onClick={() => void save('json')}>
                Export all as JSON
              </button>
              <ClearHistory onClear={() => void clear()} />
            </div>
          ) : null}
        </>
      ) : null}
      <p class="quiet" role="status" tabIndex={-1} ref={status}>
        {said}
      </p>
    </section>
  );
}

function SiteChoice({ site, sites, onChoose }: { site: string; sites: string[]; onChoose: (site: string) => void }) {
  // The chosen one stays to be seen, also when its last row was pruned.
  const names = sites.includes(site) || !site ? sites : [site, ...sites];
  return (
    <label class="field narrow">
      <span>Site</span>
      <select name="historySite" value={site} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">All sites</option>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
