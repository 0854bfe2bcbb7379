/** Options. A report for whoever helps, without secrets, to be read before it is copied. */
import { useState } from 'preact/hooks';
import type { OptionsConnector } from '../options-connector.ts';
import { tr } from '../tr.ts';
import { troubleText } from '../words.ts';
import { Section } from './section.tsx';

export function Diagnostics({ connector }: { connector: OptionsConnector }) {
  const [report, setReport] = useState('');
  const [said, setSaid] = useState('');
  const make = async () => {
    try {
      setReport(await connector.ask('diagnostics', {}));
      setSaid('');
    } catch (error) {
      setReport('');
      setSaid(troubleText(error));
    }
  };
  const copy = () =>
    connector.copy(report).then(
      () => setSaid(tr('Copied.')),
      () => setSaid(tr('The browser did not let it be copied. Select the text and copy it by hand.')),
    );
  return (
    <Section
      id="diagnostics"
      title={tr('Diagnostics')}
      about={tr(
        'A report for whoever helps you, in English: versions, permissions, problems, states and the last error codes. No key, no site and no address of yours is in it.',
      )}
    >
      <div class="tools">
        <button type="button" data-diagnose onClick={() => void make()}>
          {tr(report ? 'Make it anew' : 'Make the report')}
        </button>
        {report ? (
          <button type="button" data-copy-report onClick={() => void copy()}>
            {tr('Copy')}
          </button>
        ) : null}
      </div>
      {report ? (
        <textarea readOnly rows={14} lang="en" dir="ltr" spellcheck={false} aria-label={tr('Report')} value={report} />
      ) : null}
      <p class="said" role="status" data-said="diagnostics">
        {said}
      </p>
    </Section>
  );
}
