/**
 * Extension pages; loaded by the history only. Chart.js with the few parts that are used, in the colours of the style sheet. Every series has a
 * pattern or a dash and a point of its own too, so that nobody needs to tell colours apart.
 */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type ChartConfiguration,
  type PointStyle,
} from 'chart.js';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

export interface ChartSeries {
  name: string;
  /** One per day; null where there is nothing to show. */
  values: readonly (number | null)[];
  /** Its place among the colours, patterns, dashes and points, from 0. */
  look: number;
}

export interface DayChart {
  type: 'bars' | 'lines';
  /** One per day: short for the axis, long for the tooltip. */
  days: readonly { short: string; long: string }[];
  series: readonly ChartSeries[];
  /** A value in words, with its unit. */
  say(value: number): string;
  /** Top of the scale, where it is known. */
  most?: number;
  /** Only whole numbers make sense. */
  whole?: boolean;
  rightToLeft: boolean;
}

interface Colours {
  ink: string;
  quiet: string;
  line: string;
  paper: string;
  series: string[];
  font: string;
}

const DASHES: readonly number[][] = [[], [7, 4], [2, 3], [10, 3, 2, 3], [4, 4], [14, 4]];
const POINTS: readonly PointStyle[] = ['circle', 'rect', 'triangle', 'rectRot', 'crossRot', 'star'];
/** px of one tile. */
const TILE = 8;

/** The answer takes the chart away again. */
export function drawChart(canvas: HTMLCanvasElement, chart: DayChart): () => void {
  const drawn = new Chart(canvas, configuration(chart, coloursOf(canvas)));
  const resize = () => drawn.resize();
  addEventListener('beforeprint', resize);
  addEventListener('afterprint', resize);
  return () => {
    removeEventListener('beforeprint', resize);
    removeEventListener('afterprint', resize);
    drawn.destroy();
  };
}

function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const series = DASHES.map((_, place) => token(`series-${place}`));
  return {
    ink: token('ink'),
    quiet: token('quiet'),
    line: token('line'),
    paper: token('paper'),
    series,
    font: style.fontFamily,
  };
}

function configuration(
  { type, days, series, say, most, whole, rightToLeft }: DayChart,
  colours: Colours,
): ChartConfiguration<'bar' | 'line', (number | null)[], string> {
  const bars = type === 'bars';
  const ticks = { color: colours.quiet, font: { family: colours.font, size: 12 } };
  return {
    type: bars ? 'bar' : 'line',
    data: {
      labels: days.map(({ short }) => short),
      datasets: series.map(({ name, values, look }) => ({
        label: name,
        data: [...values],
        ...(bars ? barLook(look, colours) : lineLook(look, colours)),
      })),
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      normalized: true,
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: {
          stacked: bars,
          reverse: rightToLeft,
          grid: { display: false },
          border: { color: colours.line },
          ticks: { ...ticks, maxRotation: 0, autoSkipPadding: 12 },
        },
        y: {
          stacked: bars,
          beginAtZero: true,
          position: rightToLeft ? 'right' : 'left',
          grid: { color: colours.line },
          border: { display: false },
          ...(most === undefined ? {} : { max: most }),
          ticks: {
            ...ticks,
            maxTicksLimit: 6,
            ...(whole ? { precision: 0 } : {}),
            callback: (value) => say(Number(value)),
          },
        },
      },
      plugins: {
        legend: {
          display: series.length > 1,
          position: 'bottom',
          rtl: rightToLeft,
          labels: {
            color: colours.ink,
            font: ticks.font,
            boxWidth: bars ? 22 : 8,
            boxHeight: bars ? 12 : 7,
            usePointStyle: !bars,
          },
        },
        tooltip: {
          rtl: rightToLeft,
          backgroundColor: colours.ink,
          titleColor: colours.paper,
          bodyColor: colours.paper,
          displayColors: false,
          titleFont: ticks.font,
          bodyFont: ticks.font,
          callbacks: {
            title: ([first]) => (first ? (days[first.dataIndex]?.long ?? '') : ''),
            label: ({ dataset, parsed }) => `${dataset.label ?? ''}: ${say(parsed.y ?? 0)}`,
          },
        },
      },
    },
  };
}

function barLook(look: number, colours: Colours) {
  const colour = colours.series[look] ?? colours.ink;
  return {
    backgroundColor: pattern(look, colour, colours.paper),
    borderColor: colour,
    borderWidth: 1,
    maxBarThickness: 36,
  };
}

function lineLook(look: number, colours: Colours) {
  const colour = colours.series[look] ?? colours.ink;
  return {
    borderColor: colour,
    backgroundColor: colour,
    pointBorderColor: colour,
    pointBackgroundColor: colour,
    borderWidth: 2,
    borderDash: DASHES[look] ?? [],
    pointStyle: POINTS[look] ?? 'circle',
    pointRadius: 3.5,
    // A day without a value does not tear the line.
    spanGaps: true,
  };
}

/** Solid, slanted, dotted, checked, slanted the other way, ruled. */
function pattern(look: number, colour: string, paper: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = tile.height = TILE;
  const pen = tile.getContext('2d');
  if (!pen || look === 0) return colour;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, TILE, TILE);
  pen.strokeStyle = pen.fillStyle = paper;
  pen.lineWidth = 1.5;
  const strokes: Record<number, [number, number, number, number][]> = {
    1: [
      [-2, 2, 2, -2],
      [0, 8, 8, 0],
      [6, 10, 10, 6],
    ],
    3: [
      [0, 4, 8, 4],
      [4, 0, 4, 8],
    ],
    4: [
      [-2, 6, 2, 10],
      [0, 0, 8, 8],
      [6, -2, 10, 2],
    ],
    5: [
      [0, 2, 8, 2],
      [0, 6, 8, 6],
    ],
  };
  if (look === 2)
    for (const [x, y] of [
      [1, 1],
      [5, 5],
    ] as const)
      pen.fillRect(x, y, 2.5, 2.5);
  for (const [x, y, toX, toY] of strokes[look] ?? []) {
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(toX, toY);
    pen.stroke();
  }
  return pen.createPattern(tile, 'repeat') ?? colour;
}
