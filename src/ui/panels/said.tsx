/** Options. What became of a change, beside its field. It is in the page before it says anything, so that screen readers hear it. */
import type { Saver } from '../use-saver.ts';

const saidId = (field: string): string => `said-${field}`;

export function SaidOf({ saver: { said }, field }: { saver: Saver; field: string }) {
  const mine = said?.field === field ? said : null;
  return (
    <p class={mine?.bad ? 'said said-bad' : 'said'} id={saidId(field)} role="status" data-said={field}>
      {mine?.text}
    </p>
  );
}

/** For the field itself. */
export function saidProps({ said }: Saver, field: string): { 'aria-describedby': string; 'aria-invalid'?: true } {
  return { 'aria-describedby': saidId(field), ...(said?.field === field && said.bad ? { 'aria-invalid': true } : {}) };
}
