/** Options. Saves a setting at once and keeps what is to be said of it beside its field: that it is saved, or what is wrong. */
import { useState } from 'preact/hooks';
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
  const say = (field: string, text: string, bad = false) => setSaid({ field, text, bad });
  return {
    said,
    say,
    async save(field, change) {
      const answer = await connector.ask('changeSettings', { change }).catch(() => null);
      if (!answer) say(field, tr('Not saved: Latchkey’s background did not answer. Try again.'), true);
      else if (answer.ok) say(field, tr('Saved.'));
      else say(field, failureText(answer.failure), true);
      return answer?.ok === true;
    },
  };
}
