/** Options. Why a setting can't be changed here. */
import { tr } from '../tr.ts';

export function FixedBy({ by }: { by: 'file' | 'policy' | undefined }) {
  if (!by) return null;
  return (
    <p class="fixed" data-fixed={by}>
      {tr(
        by === 'file'
          ? 'Fixed by latchkey.json, the file in the extension’s folder; it can’t be changed here.'
          : 'Fixed by a managed policy; it can’t be changed here.',
      )}
    </p>
  );
}
