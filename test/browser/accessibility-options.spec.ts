/** The settings in every state, audited: see harness/audit.ts. Node, in both browsers. */
import { auditPart } from './harness/audit.ts';

auditPart('options');
