/**
 * `npm run bench`: measures Latchkey against the budgets of its design and prints each as a ratio (measured / budget).
 * Node only; expects a finished build. It reports, it does not gate: what a machine can do is not a test's business.
 */
import { crowd } from './crowd.ts';
import { pageCost } from './page-cost.ts';
import { latencies } from './latencies.ts';
import { scriptBytes } from './script-bytes.ts';

export interface Measured {
  what: string;
  value: number;
  budget: number;
  unit: 'B' | 'kB' | 'ms';
  /** How it was measured, e.g. `median of 15 interleaved pairs`. */
  how: string;
}

function line({ what, value, budget, unit, how }: Measured): string {
  const ratio = value / budget;
  return `${ratio <= 1 ? 'within' : 'OVER  '} ${what.padEnd(58)} ${value.toFixed(unit === 'ms' ? 1 : 0).padStart(8)} ${unit.padEnd(2)} of ${budget.toFixed(0).padStart(5)} ${unit.padEnd(2)}  ratio ${ratio.toFixed(2)}  (${how})`;
}

const parts = { bytes: scriptBytes, page: pageCost, latency: latencies, crowd };
const wished = process.argv.slice(2);
for (const [name, measure] of Object.entries(parts)) {
  if (wished.length && !wished.includes(name)) continue;
  for (const measured of await measure()) console.log(line(measured));
}
