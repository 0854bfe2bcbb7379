/** Options. Why a setting can't be changed here. */

export function FixedBy({ by }: { by: 'file' | 'policy' | undefined }) {
  if (!by) return null;
  return <p class="quiet">Fixed by {by === 'file' ? 'latchkey.json, the file in the extension’s folder' : 'a managed policy'}; it can’t be changed here.</p>;
}
