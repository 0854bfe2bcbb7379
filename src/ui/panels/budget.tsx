/** Options. How much may be spent. */
import type { OptionsState } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { tr } from '../tr.ts';
import { useSaver } from '../use-saver.ts';
import { Section } from './section.tsx';
import { TextSetting } from './setting-fields.tsx';

/** As many digits as any budget needs: with hundreds of them it would be Infinity, which is stored as no limit at all. */
const isAmount = (text: string) => text === '' || (/\d/.test(text) && /^\d{0,6}([.,]\d{0,4})?$/.test(text));
const isCount = (text: string) => /^\d{0,6}$/.test(text);
/** A decimal comma is a comma to whoever writes one. Null: no limit. */
const limitOf = (text: string): number | null => (text === '' ? null : Number(text.replace(',', '.')));

export function Budget({ state, connector }: { state: OptionsState; connector: Connector }) {
  const {
    settings: { budget },
    fixed,
  } = state;
  const saver = useSaver(connector);
  const locked = fixed['budget'] !== undefined;
  return (
    <Section
      id="budget"
      title={tr('Budget')}
      by={fixed['budget']}
      about={tr('Nothing is bought beyond these limits. An empty field means no limit.')}
    >
      <div class="line top">
        <TextSetting
          name="perDay"
          label={tr('USD in a day')}
          value={String(budget.perDay ?? '')}
          inputMode="decimal"
          saver={saver}
          disabled={locked}
          check={(text) => (isAmount(text) ? undefined : tr('Write an amount such as 5 or 0.50, or leave it empty.'))}
          onSave={(text) => saver.save('perDay', { budget: { perDay: limitOf(text) } })}
        />
        <TextSetting
          name="perSitePerHour"
          label={tr('Tasks for one site in an hour')}
          value={String(budget.perSitePerHour ?? '')}
          inputMode="numeric"
          saver={saver}
          disabled={locked}
          check={(text) => (isCount(text) ? undefined : tr('Write a whole number such as 60, or leave it empty.'))}
          onSave={(text) => saver.save('perSitePerHour', { budget: { perSitePerHour: limitOf(text) } })}
        />
      </div>
    </Section>
  );
}
