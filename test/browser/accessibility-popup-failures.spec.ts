/** The popup where a captcha was not solved, audited: see harness/audit.ts. Node, in both browsers. */
import { auditPart } from './harness/audit.ts';

auditPart('popup-failures');
