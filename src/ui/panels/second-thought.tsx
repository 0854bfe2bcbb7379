/** Options. Something that can't be taken back: asked once more. Where the first button was, the second click keeps: a double click must do no harm. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { tr } from '../tr.ts';

interface Props {
  /** Of the first button. */
  ask: string;
  /** For screen readers, where `ask` is not enough. */
  label?: string;
  /** Asked with the two buttons. */
  question: string;
  really: string;
  onYes: () => void;
  small?: boolean;
}

export function SecondThought({ ask, label, question, really, onYes, small }: Props) {
  const [asked, setAsked] = useState<boolean | null>(null);
  const first = useRef<HTMLButtonElement>(null);
  const size = small ? 'small' : '';
  // The button that was pressed is gone, so the focus goes to the one in its place; null: nothing was pressed yet.
  useEffect(() => {
    if (asked !== null) first.current?.focus();
  }, [asked]);
  if (!asked) {
    return (
      <button
        key="ask"
        ref={first}
        type="button"
        class={size}
        aria-label={label}
        data-ask
        onClick={() => setAsked(true)}
      >
        {ask}
      </button>
    );
  }
  return (
    <div
      key="asked"
      class="tools"
      role="group"
      aria-label={question}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setAsked(false);
      }}
    >
      <button ref={first} type="button" class={size} data-keep onClick={() => setAsked(false)}>
        {tr('No, keep it')}
      </button>
      <button
        type="button"
        class={`${size} danger`}
        data-really
        onClick={() => {
          // Whoever acts on it says where the focus goes.
          setAsked(null);
          onYes();
        }}
      >
        {really}
      </button>
    </div>
  );
}
