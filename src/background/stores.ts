/** Background. Extension stores: ordinary addresses on which browsers run no extension. */

/** Hosts of Chrome's, Mozilla's and Microsoft's stores, and Mozilla's other sites that Firefox guards by its default `extensions.webextensions.restrictedDomains`. */
const HOSTS = new Set([
  'chromewebstore.google.com',
  'addons.mozilla.org',
  'accounts.firefox.com',
  'support.mozilla.org',
  'microsoftedge.microsoft.com',
]);

export function isStore({ hostname, pathname }: URL): boolean {
  return HOSTS.has(hostname) || (hostname === 'chrome.google.com' && pathname.startsWith('/webstore'));
}
