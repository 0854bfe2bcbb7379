/** History. Four charts over the days: outcomes, success, cost by service, time by kind. */
import { useMemo } from 'preact/hooks';
import type { LedgerEntry, LedgerOutcome } from '../../core/ledger.ts';
import { daySeries, noonOf, type DaySeries } from '../../core/ledger-series.ts';
import type { ChartSeries, DayChart } from '../chart.ts';
import { number, outcomeName, percent } from '../ledger-words.ts';
import { languageTag, tr } from '../tr.ts';
import { kindName, money, seconds } from '../words.ts';
import { HistoryFigure } from './history-figure.tsx';

interface Props {
  entries: readonly LedgerEntry[];
  days: number;
  /** A service's name for people. */
  label: (service: string) => string;
}

/** Each outcome keeps its look, whichever of them there are. */
const outcomeLooks: readonly LedgerOutcome[] = ['solved', 'failed', 'late', 'cancelled', 'open'];

export function HistoryCharts({ entries, days, label }: Props) {
  // Rows come by the minute, the day by the row: what is drawn holds until one of them changes.
  const charts = useMemo(() => chartsOf(daySeries(entries, days, Date.now()), label), [entries, days, label]);
  return (
    <div class="charts">
      <HistoryFigure
        name="outcomes"
        title={tr('Attempts per day')}
        caption={tr('By outcome.')}
        chart={charts.outcomes}
      />
      <HistoryFigure
        name="success"
        title={tr('Success per day')}
        caption={tr('Solved attempts, of all that were solved or failed.')}
        chart={charts.success}
      />
      <HistoryFigure
        name="cost"
        title={tr('Cost per day')}
        caption={tr('By service, without costs that are not known.')}
        chart={charts.cost}
      />
      <HistoryFigure
        name="time"
        title={tr('Solve time per day')}
        caption={tr('By captcha: half of the solved ones took less, half took more.')}
        chart={charts.time}
      />
    </div>
  );
}

function chartsOf(
  series: DaySeries,
  label: Props['label'],
): Record<'outcomes' | 'success' | 'cost' | 'time', DayChart> {
  const short = new Intl.DateTimeFormat(languageTag(), { month: 'short', day: 'numeric' });
  const long = new Intl.DateTimeFormat(languageTag(), { dateStyle: 'medium' });
  const shared = {
    days: series.days.map((day) => ({ short: short.format(noonOf(day)), long: long.format(noonOf(day)) })),
    rightToLeft: getComputedStyle(document.documentElement).direction === 'rtl',
  };
  const outcomes = outcomeLooks.flatMap((outcome, look): ChartSeries[] => {
    const values = series.outcomes[outcome];
    return look < 2 || values.some(Boolean) ? [{ name: outcomeName(outcome), values, look }] : [];
  });
  return {
    outcomes: { ...shared, type: 'bars', series: outcomes, say: number, whole: true },
    success: {
      ...shared,
      type: 'lines',
      series: [{ name: tr('Success'), values: series.success, look: 0 }],
      say: percent,
      most: 1,
    },
    cost: {
      ...shared,
      type: 'bars',
      series: series.cost.map(({ name, values }, look) => ({
        name: name === null ? tr('Others') : label(name),
        values,
        look,
      })),
      say: money,
    },
    time: {
      ...shared,
      type: 'lines',
      series: series.time.map(({ name, values }, look) => ({
        name: name === null ? tr('Others') : kindName(name),
        values,
        look,
      })),
      say: seconds,
    },
  };
}
