/** Options. Settings into a file, and back. A file is looked at before anything is changed. */
import { useRef, useState } from 'preact/hooks';
import { MAX_FILE_CHARS } from '../../core/limits.ts';
import type { ImportPreview } from '../../protocol/views.ts';
import type { OptionsConnector } from '../options-connector.ts';
import { tr } from '../tr.ts';
import { failureText, troubleText } from '../words.ts';
import { Preview } from './import-preview.tsx';
import { Section } from './section.tsx';

export function Transfer({ connector }: { connector: OptionsConnector }) {
  const [secrets, setSecrets] = useState(false);
  const [read, setRead] = useState<{ name: string; text: string; preview: ImportPreview } | null>(null);
  const [said, setSaid] = useState({ text: '', bad: false });
  const file = useRef<HTMLInputElement>(null);
  const status = useRef<HTMLParagraphElement>(null);
  const save = async () => {
    try {
      const written = await connector.ask('exportSettings', { secrets });
      connector.saveFile(written);
      setSaid({ text: tr('Saved as $1.', written.name), bad: false });
    } catch (error) {
      setSaid({ text: troubleText(error), bad: true });
    }
  };
  const look = async (chosen: File | undefined) => {
    setRead(null);
    setSaid({ text: '', bad: false });
    if (!chosen) return;
    if (chosen.size > MAX_FILE_CHARS)
      return setSaid({ text: tr('$1 is too large for a file of settings.', chosen.name), bad: true });
    const text = await chosen.text().catch(() => null);
    if (text === null) return setSaid({ text: tr('Nothing was changed.'), bad: true });
    try {
      setRead({ name: chosen.name, text, preview: await connector.ask('previewImport', { text }) });
    } catch (error) {
      setSaid({ text: troubleText(error), bad: true });
    }
  };
  const close = (text: string, bad = false) => {
    setRead(null);
    setSaid({ text, bad });
    if (file.current) file.current.value = '';
    status.current?.focus();
  };
  const take = async (text: string) => {
    try {
      const answer = await connector.ask('importSettings', { text });
      if (answer.ok) close(tr('The settings of the file are in force.'));
      else close(failureText(answer.failure), true);
    } catch (error) {
      close(troubleText(error), true);
    }
  };
  return (
    <Section
      id="transfer"
      title={tr('Export and import')}
      about={tr('One file with everything that was set on this page, in the form of latchkey.json.')}
    >
      <label class="check">
        <input
          type="checkbox"
          name="secrets"
          checked={secrets}
          onChange={(event) => setSecrets(event.currentTarget.checked)}
        />
        {tr('Write the accounts’ keys and the proxy’s login into the file')}
      </label>
      {secrets ? (
        <p class="note note-bad">
          {tr('Whoever has the file can spend the money on your accounts. Keep it to yourself.')}
        </p>
      ) : (
        <p class="quiet">
          {tr(
            'Without keys the file can be shown to others; each account then needs its key again on another machine.',
          )}
        </p>
      )}
      <div class="tools">
        <button type="button" data-export-settings onClick={() => void save()}>
          {tr('Export')}
        </button>
      </div>
      <label class="field">
        <span>{tr('Import a file')}</span>
        {/* Emptied first: a browser says nothing where the same file is chosen again. */}
        <input
          ref={file}
          type="file"
          name="import"
          accept=".json,application/json"
          onClick={(event) => void (event.currentTarget.value = '')}
          onChange={(event) => void look(event.currentTarget.files?.[0])}
        />
      </label>
      {read ? (
        <Preview
          key={read.text}
          name={read.name}
          preview={read.preview}
          onTake={() => void take(read.text)}
          onCancel={() => close(tr('Nothing was changed.'))}
        />
      ) : null}
      <p class={said.bad ? 'said said-bad' : 'said'} role="status" tabIndex={-1} ref={status} data-said="transfer">
        {said.text}
      </p>
    </Section>
  );
}
