/**
 * Background. Solvium. Which endpoint creates a task is read from the OpenAPI
 * document that the service publishes; where it can't be read, or has nothing for the kind, version 1 is used.
 * Creating a task by version 2 was tried against the lab's own document only.
 */
import type { Caller, Order, SolvingService, Task, TaskProblem } from '../protocol/service.ts';
import { urlForm } from '../core/proxy.ts';
import { noReports } from './protocols/create-task-reports.ts';
import { balanceV2, healthV2, pollV2, submitV2 } from './protocols/solvium.ts';
import { readOperations, type Operations } from './protocols/solvium-openapi.ts';
import { pollV1, submitV1, taskForV1, V1 } from './protocols/solvium-v1.ts';
import { filled } from './protocols/task-table.ts';

/** Bytes of an OpenAPI document that are read at most. */
const LARGEST = 2 * 1024 * 1024;
const READ_TIMEOUT_MS = 15_000;

function taskFor(order: Order, { learned }: Pick<Caller, 'learned'>): Task | TaskProblem {
  const { challenge, websiteURL, proxy } = order;
  const operation = (learned as Operations | null | undefined)?.[challenge.kind];
  if (!operation || (challenge.sitekey && !operation.sitekey)) return taskForV1(order);
  if (operation.needsProxy && !proxy) return 'ERROR_PROXY_REQUIRED';
  const put = (name: string | undefined, value: unknown) => (name === undefined ? {} : { [name]: value });
  const fields = filled({
    ...operation.fixed,
    [operation.url]: websiteURL,
    ...put(operation.sitekey, challenge.sitekey),
    ...put(operation.action, challenge.action),
    ...put(operation.rqdata, challenge.rqdata),
    ...put(operation.cdata, challenge.cdata),
    ...put(operation.enterprise, challenge.kind.includes('enterprise') ? true : undefined),
    ...put(operation.invisible, challenge.kind.endsWith('-invisible') ? true : undefined),
    ...put(operation.proxy, proxy && urlForm(proxy)),
  });
  return { type: operation.path, fields };
}

export const service: SolvingService = {
  meta: {
    id: 'solvium',
    label: 'Solvium',
    endpoint: 'https://captcha.solvium.io',
    keyHint: 'from the dashboard',
    keysPage: 'https://docs.solvium.io',
    creditsPage: 'https://docs.solvium.io',
    note: 'Creating tasks by version 2 of this service’s API has not been tried against the live service.',
  },
  limits: { concurrent: 20, perSecond: 10 },
  pace: { first: 2000, every: 2000, deadline: 120_000 },
  taskFor,
  submit: (caller, task) => (task.type.startsWith(V1) ? submitV1(caller, task) : submitV2(caller, task.type, task)),
  poll: (caller, taskId, type) => (type.startsWith(V1) ? pollV1(caller, taskId) : pollV2(caller, taskId)),
  balance: balanceV2,
  health: healthV2,
  async learn({ send, endpoint }) {
    const exchange = await send({
      method: 'GET',
      url: `${endpoint}/openapi.json`,
      timeoutMs: READ_TIMEOUT_MS,
      largest: LARGEST,
    });
    return exchange.kind === 'json' && exchange.status === 200 ? readOperations(exchange.body) : null;
  },
  ...noReports,
};
