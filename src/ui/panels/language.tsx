/** Options. The language that Latchkey speaks. Every language is listed in its own words. */
import { languageNames, languages, tagOf } from '../../core/languages.ts';
import type { OptionsState } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { tr } from '../tr.ts';
import { useSaver } from '../use-saver.ts';
import { saidProps, SaidOf } from './said.tsx';
import { Section } from './section.tsx';

export function LanguagePanel({ state, connector }: { state: OptionsState; connector: Connector }) {
  const { settings, fixed } = state;
  const saver = useSaver(connector);
  return (
    <Section id="language" title={tr('Language')} by={fixed['language']}>
      <div class="field">
        <label class="field">
          <span>{tr('Latchkey speaks')}</span>
          <select
            name="language"
            value={settings.language}
            disabled={fixed['language'] !== undefined}
            {...saidProps(saver, 'language')}
            onChange={(event) => void saver.save('language', { language: event.currentTarget.value })}
          >
            <option value="auto">{tr('the browser’s language')}</option>
            {languages.map((language) => (
              <option key={language} value={language} lang={tagOf(language)}>
                {languageNames[language]}
              </option>
            ))}
          </select>
        </label>
        <SaidOf saver={saver} field="language" />
      </div>
    </Section>
  );
}
