/**
 * A failure of each group: what the service does, and what the user is told of it. The engine's tests make the failure, and the popup's spec
 * shows it. Node only.
 */
import { failureFor } from '../../../src/core/error-catalogue.ts';
import type { Charged, Failure } from '../../../src/core/outcome.ts';
import { phrase, type Phrase } from '../../../src/core/phrase.ts';
import { faults, type Fault } from '../../lab/service-faults.ts';

export interface FailureGroup {
  group: string;
  fault: Fault | string;
  times?: number;
  endpoint?: 'createTask' | 'getTaskResult';
  code: string;
  says: string;
  /** Null: the captcha's own button, which says Retry. */
  button: string | null;
  /** `no` where left out. */
  charged?: Charged;
  /** What is told besides the code's own sentence. */
  where?: Phrase;
  /** The service's own words, quoted. */
  said?: string;
}

/** The failure that the worker tells of. */
export const failureOfGroup = ({ code, charged = 'no', where, said }: FailureGroup): Failure =>
  failureFor(code, { charged, where, said });

export const failureGroups: readonly FailureGroup[] = [
  {
    group: 'key',
    fault: 'ERROR_KEY_DOES_NOT_EXIST',
    code: 'ERROR_KEY_DOES_NOT_EXIST',
    says: 'The service does not know this key.',
    button: 'Check the key',
  },
  {
    group: 'money',
    fault: 'ERROR_ZERO_BALANCE',
    code: 'ERROR_ZERO_BALANCE',
    says: 'The account has no money left.',
    button: 'Add credits',
  },
  {
    group: 'ban',
    fault: 'ERROR_IP_BLOCKED',
    code: 'ERROR_IP_BLOCKED',
    says: 'has banned this connection for a while',
    button: null,
  },
  {
    group: 'allow-list',
    fault: 'ERROR_IP_NOT_ALLOWED',
    code: 'ERROR_IP_NOT_ALLOWED',
    says: 'not on the key’s list',
    button: 'Check the key',
  },
  {
    group: 'maintenance',
    fault: 'ERROR_SYSTEM_MAINTENANCE',
    code: 'ERROR_SYSTEM_MAINTENANCE',
    says: 'is being maintained',
    button: 'Add another service',
  },
  {
    group: 'request',
    fault: 'ERROR_INVALID_PARAMS',
    code: 'ERROR_INVALID_PARAMS',
    says: 'found the request wrong',
    button: 'Copy report',
  },
  {
    group: 'sitekey',
    fault: 'ERROR_BAD_SITEKEY',
    code: 'ERROR_BAD_SITEKEY',
    says: 'does not know this sitekey',
    button: 'Reload the page',
  },
  {
    group: 'type',
    fault: 'ERROR_WRONG_TASK_TYPE',
    code: 'ERROR_WRONG_TASK_TYPE',
    says: 'belongs to another kind of captcha',
    button: 'Try as the other type',
  },
  {
    group: 'not-sold',
    fault: 'ERROR_TASK_TYPE_DISABLED',
    code: 'ERROR_TASK_TYPE_DISABLED',
    says: 'does not sell it',
    button: 'Add another service',
  },
  {
    group: 'proxy-needed',
    fault: 'ERROR_PROXY_REQUIRED',
    code: 'ERROR_PROXY_REQUIRED',
    says: 'needs a proxy',
    button: 'Set a proxy',
  },
  {
    group: 'proxy-dead',
    fault: 'ERROR_PROXY_CONNECT_REFUSED',
    code: 'ERROR_PROXY_CONNECT_REFUSED',
    says: 'refused the service’s connection',
    button: 'Set a proxy',
  },
  {
    group: 'unsolvable',
    endpoint: 'getTaskResult',
    fault: faults.failTask('ERROR_CAPTCHA_UNSOLVABLE'),
    times: 2,
    code: 'ERROR_CAPTCHA_UNSOLVABLE',
    says: 'gave up on this captcha',
    button: 'Reload the page',
  },
  {
    group: 'lost',
    endpoint: 'getTaskResult',
    fault: 'ERROR_TASK_NOT_FOUND',
    code: 'ERROR_TASK_NOT_FOUND',
    says: 'no longer knows the task',
    button: null,
    charged: 'unknown',
  },
  {
    group: 'paid-without-token',
    endpoint: 'getTaskResult',
    fault: faults.json({ errorId: 0, status: 'ready', solution: { userAgent: 'Mozilla/5.0 (X)' } }),
    code: 'PAID_WITHOUT_TOKEN',
    says: 'sent no token that Latchkey knows. It sent: userAgent.',
    where: phrase('It sent: $1.', 'userAgent'),
    button: 'Copy report',
    charged: 'yes',
  },
  {
    group: 'payment-required',
    fault: faults.status(402),
    code: 'HTTP_PAYMENT_REQUIRED',
    says: 'The account has no money left.',
    said: 'HTTP 402',
    button: 'Add credits',
  },
  {
    group: 'garbage',
    fault: faults.html(),
    code: 'ANSWER_NOT_JSON',
    says: 'was not its protocol',
    said: 'HTTP 200',
    button: null,
    charged: 'unknown',
  },
  {
    group: 'ambiguous',
    fault: faults.drop(),
    code: 'AMBIGUOUS_REQUEST',
    says: 'its answer was lost',
    button: null,
    charged: 'unknown',
  },
  {
    group: 'unknown',
    fault: 'ERROR_NEW_AND_STRANGE',
    code: 'ERROR_NEW_AND_STRANGE',
    says: 'a code that Latchkey does not know: ERROR_NEW_AND_STRANGE',
    button: 'Copy report',
  },
];
