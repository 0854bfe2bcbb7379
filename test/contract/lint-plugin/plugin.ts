/** The lint rules that are Latchkey's own, as an oxlint plugin. Runs in oxlint's Node; wires, nothing else. */
import { importDirection } from './import-direction.ts';
import { noBarrel } from './no-barrel.ts';
import { noWorkerState } from './no-worker-state.ts';

// oxlint asks for a default export.
export default {
  meta: { name: 'latchkey' },
  rules: { 'import-direction': importDirection, 'no-barrel': noBarrel, 'no-worker-state': noWorkerState },
};
