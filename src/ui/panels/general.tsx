/** Options. What Latchkey does in pages. */
import type { OptionsState } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { tr } from '../tr.ts';
import { useSaver } from '../use-saver.ts';
import { Section } from './section.tsx';
import { CheckSetting } from './setting-fields.tsx';

export function General({ state, connector }: { state: OptionsState; connector: Connector }) {
  const { settings, fixed } = state;
  const saver = useSaver(connector);
  return (
    <Section id="pages" title={tr('In pages')}>
      <CheckSetting
        name="button"
        label={tr('Show a Solve button beside captchas')}
        on={settings.button}
        by={fixed['button']}
        saver={saver}
        change={(on) => ({ button: on })}
      />
      <CheckSetting
        name="proofOfWork"
        label={tr(
          'Let proof-of-work captchas (ALTCHA, Friendly Captcha, Cap) solve themselves in this browser, for free',
        )}
        on={settings.proofOfWork === 'free'}
        by={fixed['proofOfWork']}
        saver={saver}
        change={(on) => ({ proofOfWork: on ? 'free' : 'service' })}
      />
      <CheckSetting
        name="events"
        label={tr('Tell pages what Latchkey does (for test suites; pages can then see Latchkey)')}
        on={settings.events}
        by={fixed['events']}
        saver={saver}
        change={(on) => ({ events: on })}
      />
      <CheckSetting
        name="reportResets"
        label={tr('Tell the service that a token was bad when the page resets its captcha right after getting it')}
        on={settings.reportResets}
        by={fixed['reportResets']}
        saver={saver}
        change={(on) => ({ reportResets: on })}
      />
    </Section>
  );
}
