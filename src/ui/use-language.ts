/** Extension pages that need nothing else of the worker's state. Speaks the language that is set, and draws anew when it changes. */
import { useEffect, useState } from 'preact/hooks';
import type { Connector } from './connector.ts';
import { speak } from './speak.ts';

/** Of no tab. */
const NO_TAB = -1;

/** The language that is spoken: to be the `key` of what is drawn. */
export function useLanguage(connector: Connector): string {
  const [language, setLanguage] = useState(document.documentElement.lang);
  useEffect(() => {
    const look = async () => {
      const state = await connector.ask('popupState', { tabId: NO_TAB }).catch(() => undefined);
      if (state && (await speak(state.language))) setLanguage(document.documentElement.lang);
    };
    void look();
    return connector.onStored(() => void look());
  }, [connector]);
  return language;
}
