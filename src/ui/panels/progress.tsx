/** Popup. A solve that runs: how long it has, and how long it usually takes. Not announced: a number that changes ten times a second is noise. */
import { partDone } from '../../core/usual-time.ts';
import { tr } from '../tr.ts';
import { duration, seconds } from '../words.ts';
import { useNow } from './use-now.ts';

/** `startedAt`: epoch ms. `usual`: ms, from this user's own solves. */
export function Progress({ startedAt, usual }: { startedAt: number; usual: number | undefined }) {
  const elapsed = Math.max(0, useNow(100) - startedAt);
  return (
    <div class="progress">
      <p class="quiet">
        <span aria-hidden="true" data-elapsed>
          {seconds(elapsed)}
        </span>
        {usual === undefined ? null : (
          <span data-usual={usual}>
            {elapsed > usual * 1.5
              ? tr('longer than usual (about $1)', duration(usual))
              : tr('usually about $1', duration(usual))}
          </span>
        )}
      </p>
      <div class={usual === undefined ? 'bar endless' : 'bar'} aria-hidden="true">
        <div
          style={usual === undefined ? undefined : { inlineSize: `${(partDone(elapsed, usual) * 100).toFixed(1)}%` }}
        />
      </div>
    </div>
  );
}
