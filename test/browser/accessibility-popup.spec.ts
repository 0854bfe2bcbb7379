/** The popup in every state but those of a captcha that was not solved, audited: see harness/audit.ts. Node, in both browsers. */
import { auditPart } from './harness/audit.ts';

auditPart('popup');
