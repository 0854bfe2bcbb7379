/** Popup. The time, as often as it is shown. */
import { useEffect, useState } from 'preact/hooks';

/** Epoch ms, anew every `every` ms; not at all where that is undefined. */
export function useNow(every: number | undefined): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (every === undefined) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
