/** History. What is looked at: above for everything on the page, and in front of the table for its rows. */
import type { CaptchaKind } from '../../core/challenge.ts';
import { LEDGER_DAYS, type LedgerEntry, type LedgerOutcome } from '../../core/ledger.ts';
import type { LedgerFilter, RowWords } from '../../core/ledger-view.ts';
import { outcomeName } from '../ledger-words.ts';
import { languageTag, tr } from '../tr.ts';

/** Days that can be looked at. */
const RANGES = [7, 30, 90, LEDGER_DAYS] as const;

const OUTCOMES: readonly LedgerOutcome[] = ['solved', 'failed', 'late', 'cancelled', 'open'];
/** Sites in a list; beyond that they are found by their name in the search. */
const MOST_SITES = 500;

interface Props {
  filter: LedgerFilter;
  onChange: (change: Partial<LedgerFilter>) => void;
}

interface ScopeProps extends Props {
  entries: readonly LedgerEntry[];
  words: RowWords;
  days: number;
  onDays: (days: number) => void;
}

export function HistoryScope({ entries, words, filter, days, onChange, onDays }: ScopeProps) {
  return (
    <div class="filters" role="group" aria-label={tr('What to look at')}>
      <label class="field">
        <span>{tr('Days')}</span>
        <select name="days" value={String(days)} onChange={(event) => onDays(Number(event.currentTarget.value))}>
          {RANGES.map((count) => (
            <option key={count} value={String(count)}>
              {tr('Last $1 days', count)}
            </option>
          ))}
        </select>
      </label>
      <Choice
        name="site"
        label={tr('Site')}
        all={tr('All sites')}
        value={filter.site}
        options={choices(
          entries,
          ({ site }) => site,
          ({ site }) => site,
        ).slice(0, MOST_SITES)}
        onChoose={(site) => onChange({ site })}
      />
      <Choice
        name="kind"
        label={tr('Captcha')}
        all={tr('All captchas')}
        value={filter.kind}
        options={choices(entries, ({ kind }) => kind, words.kind)}
        onChoose={(kind) => onChange({ kind: kind as CaptchaKind | '' })}
      />
      <Choice
        name="service"
        label={tr('Service')}
        all={tr('All services')}
        value={filter.service}
        options={choices(entries, ({ service }) => service, words.service)}
        onChoose={(service) => onChange({ service })}
      />
    </div>
  );
}

export function HistorySearch({ filter, onChange }: Props) {
  const outcomes = OUTCOMES.map((outcome): Option => [outcome, outcomeName(outcome)]);
  return (
    <div class="filters" role="search" aria-label={tr('Attempts')}>
      <label class="field">
        <span>{tr('Search')}</span>
        <input
          type="search"
          name="text"
          value={filter.text}
          autocomplete="off"
          onInput={(event) => onChange({ text: event.currentTarget.value })}
        />
      </label>
      <Choice
        name="outcome"
        label={tr('Outcome')}
        all={tr('All outcomes')}
        value={filter.outcome}
        options={outcomes}
        onChoose={(outcome) => onChange({ outcome: outcome as LedgerOutcome | '' })}
      />
    </div>
  );
}

type Option = readonly [value: string, name: string];

interface ChoiceProps {
  name: string;
  label: string;
  all: string;
  value: string;
  options: readonly Option[];
  onChoose: (value: string) => void;
}

function Choice({ name, label, all, value, options, onChoose }: ChoiceProps) {
  // The chosen one stays to be seen, also when its last row went.
  const shown = !value || options.some(([one]) => one === value) ? options : [[value, value] as const, ...options];
  return (
    <label class="field">
      <span>{label}</span>
      <select name={name} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{all}</option>
        {shown.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Each value once, in the order of the names. */
export function choices(
  entries: readonly LedgerEntry[],
  valueOf: (entry: LedgerEntry) => string,
  nameOf: (entry: LedgerEntry) => string,
): Option[] {
  const names = new Map<string, string>();
  for (const entry of entries) {
    const value = valueOf(entry);
    if (value && !names.has(value)) names.set(value, nameOf(entry));
  }
  const collator = new Intl.Collator(languageTag(), { numeric: true });
  return [...names].sort(([, a], [, b]) => collator.compare(a, b));
}
