/** Which mode holds on a site: the most specific pattern wins, then the general mode. Pure. */
import type { Mode, Settings } from './settings.ts';

/** `host` is a host name such as `www.example.com`. An exact name beats a wildcard, a longer wildcard a shorter one. */
export function modeFor(settings: Pick<Settings, 'mode' | 'sites'>, host: string): Mode {
  // A host that is called `constructor` has no mode by that.
  if (Object.hasOwn(settings.sites, host)) return settings.sites[host]!;
  const wildcards = Object.keys(settings.sites)
    .filter((pattern) => pattern.startsWith('*.') && (host.endsWith(pattern.slice(1)) || host === pattern.slice(2)))
    .sort((a, b) => b.length - a.length);
  const best = wildcards[0];
  return (best && settings.sites[best]) || settings.mode;
}
