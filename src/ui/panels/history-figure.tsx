/** History. One chart with its caption, and its numbers as a table for who does not see it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { drawChart, type DayChart } from '../chart.ts';
import { tr } from '../tr.ts';

interface Props {
  /** For tests and for ids. */
  name: string;
  title: string;
  /** One sentence on what is counted. */
  caption: string;
  /** To be the same object as long as it says the same. */
  chart: DayChart;
}

/** Another value whenever the browser turns from light to dark or back. */
function useScheme(): boolean {
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const changed = () => setDark(query.matches);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, []);
  return dark;
}

export function HistoryFigure({ name, title, caption, chart }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const dark = useScheme();
  useEffect(() => (canvas.current ? drawChart(canvas.current, chart) : undefined), [chart, dark]);
  return (
    <figure class="chart" data-chart={name} data-scheme={dark ? 'dark' : 'light'} aria-labelledby={`chart-${name}`}>
      <figcaption>
        <h3 id={`chart-${name}`}>{title}</h3>
        <p class="quiet">{caption}</p>
      </figcaption>
      <div class="canvas">
        <canvas ref={canvas} role="img" aria-label={tr('Chart: $1. Its numbers are in the table below.', title)} />
      </div>
      <details>
        <summary>{tr('Numbers')}</summary>
        <Numbers title={title} chart={chart} />
      </details>
    </figure>
  );
}

/** The newest day first, as in the list of attempts. */
function Numbers({ title, chart: { type, days, series, say } }: { title: string; chart: DayChart }) {
  // A rate of 0 says something, a count of 0 says that there was nothing.
  const says = (value: number | null) => value !== null && (value !== 0 || type === 'lines');
  const rows = days
    .map((day, index) => ({ day, values: series.map(({ values }) => values[index] ?? null) }))
    .filter(({ values }) => values.some(says))
    .reverse();
  if (rows.length === 0) return <p class="quiet">{tr('Nothing in these days.')}</p>;
  return (
    <div class="sheet" tabIndex={0} role="region" aria-label={title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{tr('Day')}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col">
                <bdi>{name}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ day, values }) => (
            <tr key={day.long}>
              <th scope="row">{day.long}</th>
              {values.map((value, place) => (
                <td key={series[place]?.name}>{value === null ? '–' : say(value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
