/** Popup. What was spent today, against the budget. */
import { tr } from '../tr.ts';
import { money } from '../words.ts';

/** USD both; `perDay` is null where there is no budget. */
export function Spending({ spentToday, perDay }: { spentToday: number; perDay: number | null }) {
  const most = Math.max(perDay ?? 0, 0.01);
  return (
    <div class="spending">
      <p class="quiet">
        {perDay === null
          ? tr('Spent today: $1', money(spentToday))
          : tr('Spent today: $1 of $2', money(spentToday), money(perDay))}
      </p>
      {perDay === null ? null : (
        <meter
          aria-label={tr('Today’s budget')}
          min={0}
          max={most}
          low={most * 0.75}
          high={most * 0.9}
          optimum={0}
          value={Math.min(spentToday, most)}
        />
      )}
    </div>
  );
}
