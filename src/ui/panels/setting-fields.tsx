/** Options. The three ways a setting is shown: a text, a box to tick, one of a few choices. Each is saved at once. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Saver } from '../use-saver.ts';
import { FixedBy } from './fixed-by.tsx';
import { saidProps, SaidOf } from './said.tsx';

interface TextProps {
  name: string;
  label: string;
  value: string;
  saver: Saver;
  disabled?: boolean;
  placeholder?: string;
  inputMode?: 'decimal' | 'numeric';
  /** Characters. */
  maxLength?: number;
  /** What is wrong with the text, if anything. */
  check: (text: string) => string | undefined;
  /** True where it is saved. */
  onSave: (text: string) => Promise<boolean>;
  onDraft?: (text: string) => void;
}

/** Saved when it is left or Enter is pressed; Escape takes back what was typed. */
export function TextSetting({
  name,
  label,
  value,
  saver,
  disabled,
  placeholder,
  inputMode,
  maxLength,
  check,
  onSave,
  onDraft,
}: TextProps) {
  const [draft, setDraft] = useState<string | null>(null);
  /** Typed and not left yet. */
  const typing = useRef(false);
  /** The newest draft, for what is still running when the text changes again. */
  const newest = useRef<string | null>(null);
  const draw = (text: string | null) => {
    newest.current = text;
    setDraft(text);
    onDraft?.(text ?? value);
  };
  const put = (text: string | null) => {
    draw(text);
    // What is said beside it was said of another text.
    if (saver.said?.field === name) saver.say(name, '');
  };
  // What was saved, here or elsewhere, takes the place of what was typed before, and not of what is being typed.
  useEffect(() => {
    if (!typing.current) setDraft(null);
  }, [value]);
  const leave = async (text: string) => {
    typing.current = false;
    const wrong = check(text.trim());
    if (wrong) saver.say(name, wrong, true);
    else if ((await onSave(text.trim())) && text.trim() === value && newest.current === text) draw(null);
  };
  return (
    <div class="field">
      <label class="field">
        <span>{label}</span>
        <input
          name={name}
          value={draft ?? value}
          disabled={disabled}
          placeholder={placeholder}
          inputMode={inputMode}
          maxLength={maxLength}
          autocomplete="off"
          spellcheck={false}
          {...saidProps(saver, name)}
          onBlur={() => (typing.current = false)}
          onInput={(event) => {
            typing.current = true;
            put(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || draft === null || event.isComposing) return;
            typing.current = false;
            put(null);
          }}
          onChange={(event) => void leave(event.currentTarget.value)}
        />
      </label>
      <SaidOf saver={saver} field={name} />
    </div>
  );
}

interface CheckProps {
  name: string;
  label: string;
  on: boolean;
  by: 'file' | 'policy' | undefined;
  saver: Saver;
  /** The change of settings. */
  change: (on: boolean) => Record<string, unknown>;
}

export function CheckSetting({ name, label, on, by, saver, change }: CheckProps) {
  return (
    <div>
      <label class="check">
        <input
          type="checkbox"
          name={name}
          checked={on}
          disabled={by !== undefined}
          aria-describedby={`said-${name}`}
          onChange={(event) => void saver.save(name, change(event.currentTarget.checked))}
        />
        {label}
      </label>
      <FixedBy by={by} />
      <SaidOf saver={saver} field={name} />
    </div>
  );
}

interface ChoiceProps<T extends string> {
  name: string;
  legend: string;
  value: T;
  choices: readonly (readonly [value: T, label: string])[];
  by: 'file' | 'policy' | undefined;
  saver: Saver;
  /** Called straight from the click. */
  onChoose: (value: T) => void;
}

export function ChoiceSetting<T extends string>({ name, legend, value, choices, by, saver, onChoose }: ChoiceProps<T>) {
  return (
    <fieldset class="choices" disabled={by !== undefined} aria-describedby={`said-${name}`}>
      <legend>{legend}</legend>
      {choices.map(([choice, label]) => (
        <label key={choice} class="check">
          <input
            type="radio"
            name={name}
            value={choice}
            checked={choice === value}
            onClick={() => choice !== value && onChoose(choice)}
          />
          {label}
        </label>
      ))}
      <FixedBy by={by} />
      <SaidOf saver={saver} field={name} />
    </fieldset>
  );
}
