/** What Latchkey shows in pages, audited: see harness/audit.ts. Node, in both browsers. */
import { auditPart } from './harness/audit.ts';

auditPart('in-page');
