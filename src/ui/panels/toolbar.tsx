/** Options. What the toolbar button shows, and what the browser's own notifications tell. */
import { useEffect, useState } from 'preact/hooks';
import type { OptionsState } from '../../protocol/views.ts';
import type { OptionsConnector } from '../options-connector.ts';
import { tr } from '../tr.ts';
import { useSaver } from '../use-saver.ts';
import { Section } from './section.tsx';
import { ChoiceSetting } from './setting-fields.tsx';

type Notifications = OptionsState['settings']['notifications'];

export function Toolbar({ state, connector }: { state: OptionsState; connector: OptionsConnector }) {
  const { settings, fixed } = state;
  const saver = useSaver(connector);
  const wished = settings.notifications !== 'off';
  /** The permission was taken back in the browser, or the setting came from a file. */
  const [withheld, setWithheld] = useState(false);
  useEffect(() => {
    if (wished) void connector.mayNotify().then((may) => setWithheld(!may));
    else setWithheld(false);
  }, [connector, wished]);
  const allow = () => void connector.requestNotifications().then((allowed) => setWithheld(!allowed));
  // The request has to be the first thing that the click does.
  const notify = (wish: Notifications) => {
    if (wish === 'off') {
      void saver
        .save('notifications', { notifications: wish })
        .then((saved) => (saved ? connector.dropNotifications() : undefined));
      return;
    }
    void connector.requestNotifications().then((allowed) => {
      if (allowed) void saver.save('notifications', { notifications: wish });
      else saver.say('notifications', tr('The browser did not allow notifications, so nothing was changed.'), true);
    });
  };
  return (
    <Section id="toolbar" title={tr('Toolbar and notifications')}>
      <ChoiceSetting
        name="badge"
        legend={tr('The toolbar button shows')}
        value={settings.badge}
        by={fixed['badge']}
        saver={saver}
        choices={[
          ['captchas', tr('how many captchas the page has')],
          ['balance', tr('what is left on the first account')],
        ]}
        onChoose={(badge) => void saver.save('badge', { badge })}
      />
      <ChoiceSetting
        name="notifications"
        legend={tr('Notify me when something needs me')}
        value={settings.notifications}
        by={fixed['notifications']}
        saver={saver}
        choices={[
          ['off', tr('never')],
          ['manual', tr('on sites that are not automatic')],
          ['all', tr('on all sites')],
        ]}
        onChoose={notify}
      />
      {withheld ? (
        <div class="note note-bad" data-withheld>
          <p>{tr('The browser does not allow Latchkey to notify you.')}</p>
          <button type="button" class="small" onClick={allow}>
            {tr('Allow notifications')}
          </button>
        </div>
      ) : null}
    </Section>
  );
}
