/** Options. Everything back to how it was after the installation, after a second thought. */
import { useRef, useState } from 'preact/hooks';
import type { OptionsConnector } from '../options-connector.ts';
import { tr } from '../tr.ts';
import { troubleText } from '../words.ts';
import { Section } from './section.tsx';
import { SecondThought } from './second-thought.tsx';

export function Reset({ connector }: { connector: OptionsConnector }) {
  const [said, setSaid] = useState('');
  const status = useRef<HTMLParagraphElement>(null);
  const reset = async () => {
    const trouble = await connector.ask('resetAll', {}).then(() => '', troubleText);
    // What the popup remembered to be quick, and the language.
    if (!trouble) localStorage.clear();
    if (!trouble) await connector.dropNotifications();
    setSaid(trouble || tr('Everything is as it was after the installation.'));
    status.current?.focus();
  };
  return (
    <Section
      id="reset"
      title={tr('Reset')}
      about={tr(
        'Deletes all settings, the accounts with their keys, the history, and the counters of money and rate. What latchkey.json or a policy fixes stays.',
      )}
    >
      <div data-reset>
        <SecondThought
          ask={tr('Reset everything')}
          question={tr('Delete everything?')}
          really={tr('Really delete everything')}
          onYes={() => void reset()}
        />
      </div>
      <p class="said" role="status" tabIndex={-1} ref={status} data-said="reset">
        {said}
      </p>
    </Section>
  );
}
