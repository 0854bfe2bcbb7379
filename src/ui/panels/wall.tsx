/** Popup. A page that is a firewall's, not the site's: what it is, and why nothing is bought for it. */
import type { Wall } from '../../core/walls.ts';
import { tr, trWords } from '../tr.ts';

export function WallNote({ wall }: { wall: Wall }) {
  return (
    <div class="note" data-wall={wall.id}>
      <p class="what">{tr('This is a bot wall of $1, not the site itself.', wall.label)}</p>
      <p>{trWords(wall.advice)}</p>
      <p class="quiet">
        {tr(
          'What it lets through is bound to your address and your browser, so a token from elsewhere would be money lost. Latchkey buys nothing here; a service could help only with a proxy that your browser uses as well.',
        )}
      </p>
    </div>
  );
}
