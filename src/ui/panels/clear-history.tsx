/** Options. Clears the history, after asking once more. */
import { useEffect, useRef, useState } from 'preact/hooks';

/** Where the first button was, the second click keeps the history: a double click must not clear it. */
export function ClearHistory({ onClear }: { onClear: () => void }) {
  const [asked, setAsked] = useState<boolean | null>(null);
  const first = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone, so the focus goes to the one in its place; null: nothing was pressed yet.
  useEffect(() => {
    if (asked !== null) first.current?.focus();
  }, [asked]);
  if (!asked) {
    return (
      <button key="ask" ref={first} type="button" data-clear onClick={() => setAsked(true)}>
        Clear history
      </button>
    );
  }
  return (
    <div
      key="asked" class="tools" role="group" aria-label="Clear the whole history?"
      onKeyDown={(event) => {
        if (event.key === 'Escape') setAsked(false);
      }}
    >
      <button ref={first} type="button" data-keep onClick={() => setAsked(false)}>
        Keep it
      </button>
      <button type="button" class="danger" data-clear-now onClick={onClear}>
        Really clear the whole history
      </button>
    </div>
  );
}
