/** Who comes first where a service takes no more tasks for now. Pure. */

export interface Waiting {
  tabId: number;
  /** A person clicked, and looks at it. */
  person: boolean;
  /** Epoch ms. */
  since: number;
}

/** People before pages that are automatic, then the tab with the fewest open tasks, then whoever has waited longest. `open` counts tasks by tab. */
export function firstOf<W extends Waiting>(waiting: Iterable<W>, open: ReadonlyMap<number, number>): W | undefined {
  let first: W | undefined;
  for (const one of waiting) if (!first || isBefore(one, first, open)) first = one;
  return first;
}

function isBefore(one: Waiting, other: Waiting, open: ReadonlyMap<number, number>): boolean {
  if (one.person !== other.person) return one.person;
  const more = (open.get(one.tabId) ?? 0) - (open.get(other.tabId) ?? 0);
  return more === 0 ? one.since < other.since : more < 0;
}
