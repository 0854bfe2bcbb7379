/** Background and extension pages. The one place where webextension-polyfill comes in; everything else takes it from here. */
import browser from 'webextension-polyfill';

export { browser };
export type { Runtime, Tabs } from 'webextension-polyfill';
