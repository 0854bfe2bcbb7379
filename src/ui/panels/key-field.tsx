/** Options. A key being typed: hidden unless the user wants to see it. */
import { useState } from 'preact/hooks';
import { MAX_ACCOUNT_KEY_CHARS } from '../../core/limits.ts';
import { tr } from '../tr.ts';

interface Props {
  label: string;
  value: string;
  required?: boolean;
  describedBy?: string;
  onInput: (key: string) => void;
}

export function KeyField({ label, value, required, describedBy, onInput }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <div class="line">
      <label class="field">
        <span>{label}</span>
        <input
          {...(shown ? { type: 'text' as const } : { type: 'password' as const })}
          name="key"
          value={value}
          required={required}
          autocomplete="off"
          spellcheck={false}
          maxLength={MAX_ACCOUNT_KEY_CHARS}
          aria-describedby={describedBy}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      </label>
      <button
        type="button"
        data-show-key
        aria-label={tr(shown ? 'Hide the key' : 'Show the key')}
        onClick={() => setShown(!shown)}
      >
        {tr(shown ? 'Hide' : 'Show')}
      </button>
    </div>
  );
}
