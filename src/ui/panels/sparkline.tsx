/** Popup. The balance of the last days as a line. Beside it stands in words what it shows. */
import type { TrendPoint } from '../../core/balance-trend.ts';

const [WIDTH, HEIGHT, EDGE] = [64, 20, 2];

export function Sparkline({ trend }: { trend: readonly TrendPoint[] }) {
  const [first, last] = [trend[0], trend.at(-1)];
  if (!first || !last || first === last) return null;
  const amounts = trend.map(({ amount }) => amount);
  const [least, most] = [Math.min(...amounts), Math.max(...amounts)];
  const x = (day: number) => EDGE + ((day - first.day) / (last.day - first.day)) * (WIDTH - 2 * EDGE);
  const y = (amount: number) =>
    most === least ? HEIGHT / 2 : HEIGHT - EDGE - ((amount - least) / (most - least)) * (HEIGHT - 2 * EDGE);
  const points = trend.map(({ day, amount }) => `${x(day).toFixed(1)},${y(amount).toFixed(1)}`).join(' ');
  return (
    <svg class="sparkline" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <polyline
        points={points}
        fill="none"
        stroke="currentColor"
        stroke-width={1.5}
        stroke-linejoin="round"
        stroke-linecap="round"
      />
      <circle cx={x(last.day)} cy={y(last.amount)} r={2} fill="currentColor" />
    </svg>
  );
}
