/** The history and the first-run page in every state, audited: see harness/audit.ts. Node, in both browsers. */
import { auditPart } from './harness/audit.ts';

auditPart('history');
