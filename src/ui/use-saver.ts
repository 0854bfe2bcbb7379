/** Options. Saves a setting at once and keeps what is to be said of it beside its field: that it is saved, or what is wrong. */
import { useRef, useState } from 'preact/hooks';
import type { Connector } from './connector.ts';
import { tr } from './tr.ts';
import { failureText } from './words.ts';

interface Said {
  field: string;
  text: string;
  bad: boolean;
}

export interface Saver {
  said: Said | null;
  /** True where it is saved. */
  save(field: string, change: Record<string, unknown>): Promise<boolean>;
  say(field: string, text: string, bad?: boolean): void;
}

export function useSaver(connector: Connector): Saver {
  const [said, setSaid] = useState<Said | null>(null);
  /** How often something was saved or said of each field: the answer to an older save must not replace what came after it. */
  const turns = useRef(new Map<string, number>());
  const takeTurn = (field: string): number => {
    const turn = (turns.current.get(field) ?? 0) + 1;
    turns.current.set(field, turn);
    return turn;
  };
  const say = (field: string, text: string, bad = false) => {
    takeTurn(field);
    setSaid({ field, text, bad });
  };
  return {
    said,
    say,
    async save(field, change) {
      const turn = takeTurn(field);
      const answer = await connector.ask('changeSettings', { change }).catch(() => null);
      if (turns.current.get(field) === turn) {
        if (!answer) say(field, tr('Not saved: Latchkey’s background did not answer. Try again.'), true);
        else if (answer.ok) say(field, tr('Saved.'));
        else say(field, failureText(answer.failure), true);
      }
      return answer?.ok === true;
    },
  };
}
