/** Popup. How long a token is still good for. Not announced: a number that changes each second is noise. */
import { tr } from '../tr.ts';
import { clock } from '../words.ts';
import { useNow } from './use-now.ts';

/** `until` is epoch ms. */
export function Life({ until }: { until: number | undefined }) {
  const now = useNow(until === undefined ? undefined : 1000);
  if (until === undefined) return null;
  return (
    <p class="quiet life" data-until={until}>
      {until > now ? tr('Token good for $1 more', clock(until - now)) : tr('Token no longer good')}
    </p>
  );
}
