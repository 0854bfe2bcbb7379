/** Options. One of an account's own settings, as its service defines it: a choice, or free text. */
import { useId } from 'preact/hooks';
import type { ServiceOption } from '../../protocol/service.ts';
import { tr } from '../tr.ts';

interface Props {
  option: ServiceOption;
  value: string;
  /** An empty value means: not set. */
  onChange: (name: string, value: string) => void;
}

export function OptionField({ option, value, onChange }: Props) {
  const { name, label, hint, choices, required } = option;
  const id = useId();
  const described = hint ? id : undefined;
  return (
    <label class="field">
      <span>{tr(label)}</span>
      {choices ? (
        <select
          name={name}
          value={value}
          required={required}
          aria-describedby={described}
          onChange={(event) => onChange(name, event.currentTarget.value)}
        >
          <option value="">{tr(required ? 'Choose …' : 'not set')}</option>
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      ) : (
        <input
          name={name}
          value={value}
          required={required}
          aria-describedby={described}
          spellcheck={false}
          onInput={(event) => onChange(name, event.currentTarget.value)}
        />
      )}
      {hint ? (
        <small class="quiet" id={id}>
          {tr(hint)}
        </small>
      ) : null}
    </label>
  );
}
