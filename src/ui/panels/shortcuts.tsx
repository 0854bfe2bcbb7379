/** Options. The keyboard shortcuts: Firefox lets them be changed here, Chromium only on a page of its own. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Shortcut } from '../../platform/options-page.ts';
import type { OptionsConnector } from '../options-connector.ts';
import { tr } from '../tr.ts';
import { useSaver } from '../use-saver.ts';
import { Section } from './section.tsx';
import { TextSetting } from './setting-fields.tsx';

/** The browser's own command has no description. */
const nameOf = ({ name, description }: Shortcut): string =>
  name === '_execute_action' ? tr('Open Latchkey’s popup') : description || name;

const CHROMIUM_PAGE = 'chrome://extensions/shortcuts';

export function Shortcuts({ connector }: { connector: OptionsConnector }) {
  const [all, setAll] = useState<Shortcut[] | null>(null);
  const saver = useSaver(connector);
  const read = useCallback(async () => setAll(await connector.shortcuts()), [connector]);
  useEffect(() => {
    void read();
    // They may have been changed on the browser's own page meanwhile.
    const again = () => void read();
    window.addEventListener('focus', again);
    return () => window.removeEventListener('focus', again);
  }, [read]);
  const set = async (name: string, shortcut: string | null) => {
    const taken = await connector.setShortcut(name, shortcut);
    await read();
    if (taken) saver.say(name, tr('Saved.'));
    else
      saver.say(
        name,
        tr(
          'The browser does not take “$1”. Write it like Alt+Shift+L: Ctrl or Alt, then one key; each is free to be used once.',
          shortcut ?? '',
        ),
        true,
      );
    return taken;
  };
  const own = connector.canSetShortcuts();
  return (
    <Section id="shortcuts" title={tr('Shortcuts')}>
      {(all ?? []).map((command) => {
        const { name, shortcut } = command;
        return own ? (
          <div key={name} class="line top">
            <TextSetting
              name={name}
              label={nameOf(command)}
              value={shortcut}
              placeholder="Alt+Shift+L"
              saver={saver}
              check={() => undefined}
              onSave={(text) => set(name, text)}
            />
            <button type="button" class="beside" onClick={() => void set(name, null)}>
              {tr('Back to the usual one')}
            </button>
          </div>
        ) : (
          <p key={name} data-shortcut={name}>
            {nameOf(command)}: {shortcut ? <kbd>{shortcut}</kbd> : tr('not set')}
          </p>
        );
      })}
      {own ? null : (
        <>
          <p class="quiet">{tr('This browser lets shortcuts be changed only on its own page for them.')}</p>
          <div class="tools">
            <button type="button" onClick={() => void connector.openPage(CHROMIUM_PAGE)}>
              {tr('Open the browser’s shortcuts')}
            </button>
          </div>
        </>
      )}
    </Section>
  );
}
