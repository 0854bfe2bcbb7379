/** Background. Where an account's service is, and whether the browser lets the extension go there. */
import { browser } from '../platform/browser.ts';
import { services } from './services.ts';

/** Base URL without a slash at the end. */
export function endpointOf({ service, endpoint }: { service: string; endpoint?: string }): string {
  return (endpoint ?? services[service]?.meta.endpoint ?? '').replace(/\/+$/, '');
}

export function mayReach(endpoint: string): Promise<boolean> {
  const url = URL.parse(endpoint);
  return url
    ? browser.permissions.contains({ origins: [`${url.protocol}//${url.hostname}/*`] })
    : Promise.resolve(false);
}
