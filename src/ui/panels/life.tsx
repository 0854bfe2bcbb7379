/** Popup. How long a token is still good for. Not announced: a number that changes each second is noise. */
import { useEffect, useState } from 'preact/hooks';
import { clock } from '../words.ts';

/** `until` is epoch ms. */
export function Life({ until }: { until: number | undefined }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (until === undefined) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [until]);
  if (until === undefined) return null;
  return (
    <span class="quiet life" data-until={until}>
      {until > now ? ` (good for ${clock(until - now)} more)` : ' (no longer good)'}
    </span>
  );
}
