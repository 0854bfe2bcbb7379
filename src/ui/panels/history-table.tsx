/** History. The attempts, sorted as one likes; of ten thousand rows only those in sight are drawn. One row at a time is open. */
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { LedgerEntry } from '../../core/ledger.ts';
import { sortEntries, type LedgerColumn, type LedgerOrder, type RowWords } from '../../core/ledger-view.ts';
import { languageTag, tr } from '../tr.ts';
import { useVirtual } from '../use-virtual.ts';
import { HistoryDetails } from './history-details.tsx';
import { HistoryHead } from './history-head.tsx';
import { HistoryRow } from './history-row.tsx';

interface Props {
  /** Newest first. */
  entries: readonly LedgerEntry[];
  words: RowWords;
  /** What was looked for: another question begins at the top. */
  asked: string;
}

/** px, as the style sheet has them; rows are measured once they are drawn. */
const ROW_HEIGHT = 41;
const HEAD_HEIGHT = 44;
/** Rows that Page Up and Page Down go. */
const LEAP = 10;
const COLUMNS = 7;

type Line = { entry: LedgerEntry; details: boolean };

export function HistoryTable({ entries, words, asked }: Props) {
  const [order, setOrder] = useState<LedgerOrder>({ by: 'at', down: true });
  const [opened, setOpened] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const focusWanted = useRef<string | null>(null);
  const rows = useMemo(
    () => (order.by === 'at' && order.down ? entries : sortEntries(entries, order, words, languageTag())),
    [entries, order, words],
  );
  const lines = useMemo(
    () =>
      rows.flatMap((entry): Line[] =>
        entry.id === opened
          ? [
              { entry, details: false },
              { entry, details: true },
            ]
          : [{ entry, details: false }],
      ),
    [rows, opened],
  );
  const indexOf = (id: string | null) => lines.findIndex(({ entry, details }) => entry.id === id && !details);
  // The one row that Tab comes to; the arrow keys go on from there.
  const active = Math.max(0, indexOf(chosen));
  const keyOf = (index: number) => lineKey(lines[index]);
  const { scroller, items, total, measure, bringIntoSight, toTop } = useVirtual({
    count: lines.length,
    keyOf,
    height: ROW_HEIGHT,
    pinned: active,
    head: HEAD_HEIGHT,
  });
  useLayoutEffect(() => {
    if (focusWanted.current === null || focusWanted.current !== lines[active]?.entry.id) return;
    focusWanted.current = null;
    scroller.current?.querySelector<HTMLElement>(`tr[data-index="${active}"] button`)?.focus({ preventScroll: true });
  });
  const answered = useRef(asked);
  useLayoutEffect(() => {
    if (answered.current !== asked) toTop();
    answered.current = asked;
  }, [asked, toTop]);
  const sort = (by: LedgerColumn) => {
    setOrder({ by, down: order.by === by ? !order.down : by === 'at' || by === 'cost' || by === 'ms' });
    toTop();
  };
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: LEAP, PageUp: -LEAP, Home: -lines.length, End: lines.length }[
      event.key
    ];
    if (
      step === undefined ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      !(event.target as Element).closest('button')
    )
      return;
    event.preventDefault();
    let to = Math.min(lines.length - 1, Math.max(0, active + step));
    // Details are not stepped on: the arrow goes past them, at the end it stays.
    if (lines[to]?.details) to += step > 0 && to < lines.length - 1 ? 1 : -1;
    focusWanted.current = lines[to]?.entry.id ?? null;
    setChosen(focusWanted.current);
    bringIntoSight(to);
  };
  const toggle = (id: string) => {
    setChosen(id);
    setOpened(opened === id ? null : id);
  };
  return (
    <div class="scroll" ref={scroller}>
      <table
        class="attempts"
        data-attempts
        aria-label={tr('Attempts')}
        aria-describedby="attempts-keys"
        aria-rowcount={lines.length + 1}
      >
        <HistoryHead order={order} onSort={sort} />
        <tbody onKeyDown={move}>
          {items.flatMap(({ index, key, start }, place) => {
            const line = lines[index];
            if (!line) return [];
            const { entry, details } = line;
            const above = start - (items[place - 1]?.end ?? 0);
            const row = details ? (
              <HistoryDetails key={key} entry={entry} words={words} index={index} columns={COLUMNS} measure={measure} />
            ) : (
              <HistoryRow
                key={key}
                entry={entry}
                words={words}
                index={index}
                measure={measure}
                open={entry.id === opened}
                reached={index === active}
                onToggle={() => toggle(entry.id)}
              />
            );
            // One flat list: a row keeps its element, and with it the focus, when those above it change.
            return above > 0 ? [<Gap key={`gap-${String(key)}`} height={above} />, row] : [row];
          })}
          <Gap key="rest" height={total - (items.at(-1)?.end ?? 0)} />
        </tbody>
      </table>
    </div>
  );
}

const lineKey = (line: Line | undefined): string => (line ? `${line.entry.id}${line.details ? ' details' : ''}` : '');

/** Stands for rows that are not drawn. */
function Gap({ height }: { height: number }) {
  return height > 0 ? (
    <tr class="gap" aria-hidden="true">
      <td colSpan={COLUMNS} style={{ height: `${height}px` }} />
    </tr>
  ) : null;
}
