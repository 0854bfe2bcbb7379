/** Popup. The keys that solve the first captcha. */
import { tr } from '../tr.ts';

export function Shortcut({ shortcut }: { shortcut: string | undefined }) {
  if (!shortcut) return null;
  return (
    <footer class="quiet">
      <kbd>{shortcut}</kbd> <span>{tr('solves the first captcha of the page')}</span>
    </footer>
  );
}
