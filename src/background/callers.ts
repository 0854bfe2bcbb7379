/** Background. An account made ready to be used: its service, its key, its address, and the browser's leave to go there. */
import { failureFor } from '../core/error-catalogue.ts';
import type { Failure } from '../core/outcome.ts';
import { marked, phrase } from '../core/phrase.ts';
import type { Caller, SolvingService } from '../protocol/service.ts';
import { endpointOf, mayReach } from './endpoint.ts';
import { send } from './http.ts';
import { learnedOf } from './learned.ts';
import { services } from './services.ts';
import type { LiveAccount } from './settings-store.ts';

export interface Ready {
  service: SolvingService;
  caller: Caller;
}

/** Permission is asked for each time: a form POST without it reaches the server and is charged while its answer is hidden. */
export async function readyAccount(account: LiveAccount): Promise<Ready | Failure> {
  const service = services[account.service];
  if (!service) return failureFor('NO_ACCOUNT', { where: phrase('There is no service “$1”.', account.service) });
  const [key, endpoint] = [await account.key(), endpointOf(account)];
  if (!key) return failureFor('NO_ACCOUNT', { where: marked('The account has no key.') });
  if (!(await mayReach(endpoint))) return failureFor('HOST_PERMISSION');
  const caller: Caller = { send, endpoint, key, options: account.options ?? {} };
  return { service, caller: service.learn ? { ...caller, learned: await learnedOf(service, caller) } : caller };
}

export function isFailure(value: object): value is Failure {
  return 'code' in value && 'fix' in value;
}
