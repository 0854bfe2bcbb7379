/**
 * The four endpoints of the lab's service, each `request in, answer out`. Node only.
 * The order of the checks is ours where the documents have none: form, key, rate, task, sitekey, room, money.
 */
import type { ServiceAnswer, ServiceRequest } from './service-http.ts';
import type { LabService } from './service.ts';
import type { ServiceTask } from './service-tasks.ts';
import { checkTask, invalid, isObject, type JsonObject, type ServiceError } from './service-validate.ts';

const DAY_MS = 86_400_000;

/** Members each endpoint's body may have. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  createTask: ['clientKey', 'task'],
  getTaskResult: ['clientKey', 'taskId'],
  getBalance: ['clientKey'],
  reportScore: ['clientKey', 'taskId', 'score', 'action', 'hostname'],
};

export async function answerEndpoint(
  service: LabService,
  request: ServiceRequest,
  now: number,
): Promise<ServiceAnswer> {
  const body = checkForm(request);
  if (!isBody(body)) return body;
  if (body['clientKey'] !== service.key)
    return failed({ code: 'ERROR_KEY_DOES_NOT_EXIST', description: "Your API key wasn't recognized" });
  const stray = Object.keys(body).find((name) => !MEMBERS[request.endpoint]?.includes(name));
  if (stray !== undefined) return failed(invalid(`${stray} is not a member of this request`));
  if (request.endpoint === 'createTask') return createTask(service, body);
  if (request.endpoint === 'getBalance') return answer({ balance: service.balance });
  const task = service.store.find(body['taskId']);
  if (!task) return failed({ code: 'ERROR_TASK_NOT_FOUND', description: "The taskId doesn't belong to your account" });
  return request.endpoint === 'getTaskResult' ? getTaskResult(service, task) : reportScore(service, task, body, now);
}

/** The parsed body, or the refusal. Status codes of malformed requests are ours: the documents name only the error code. */
function checkForm({ method, endpoint, headers, body }: ServiceRequest): JsonObject | ServiceAnswer {
  if (!(endpoint in MEMBERS)) return failed(invalid(`There is no endpoint /${endpoint}`), 404);
  if (method !== 'POST') return failed(invalid('Use POST'), 405);
  if (!/^application\/json\b/i.test(headers['content-type'] ?? ''))
    return failed(invalid('Content-Type must be application/json'));
  try {
    const value: unknown = JSON.parse(body);
    if (!isObject(value)) return failed(invalid('The body must be a JSON object'));
    return typeof value['clientKey'] === 'string' ? value : failed(invalid('clientKey must be a string'));
  } catch {
    return failed(invalid('The body is not JSON'));
  }
}

function isBody(value: JsonObject | ServiceAnswer): value is JsonObject {
  return 'clientKey' in value;
}

async function createTask(service: LabService, body: JsonObject): Promise<ServiceAnswer> {
  const tooFast = service.account.checkRate();
  if (tooFast) return failed(tooFast);
  const checked = checkTask(body['task'], service.sold);
  if ('code' in checked) return failed(checked);
  const refusal =
    service.sitekeys.check(checked, service.dialect.hint) ??
    service.account.checkRoom(service.store.open, service.price);
  if (refusal) return failed(refusal);
  const task = await service.store.create(checked, service.price);
  if (task.error) return failed(task.error);
  const { timeout } = service.dialect;
  return answer({
    taskId: task.id,
    status: task.state,
    ...(task.solution && { solution: task.solution }),
    ...(timeout !== null && { timeout }),
  });
}

async function getTaskResult(service: LabService, task: ServiceTask): Promise<ServiceAnswer> {
  await service.store.poll(task);
  if (task.state === 'ready') return answer({ status: 'ready', solution: task.solution, cost: task.cost });
  if (!task.error) return answer({ status: 'processing' });
  const { code, description } = task.error;
  const errorId = service.dialect.failedErrorId;
  return { status: 200, body: { errorId, status: 'failed', errorCode: code, errorDescription: description } };
}

function reportScore(service: LabService, task: ServiceTask, { score }: JsonObject, now: number): ServiceAnswer {
  if (!task.type.startsWith('ReCaptchaV3')) return failed(invalid('Only reCAPTCHA v3 tasks have a score'));
  if (typeof score !== 'number' || score < 0 || score > 1) return failed(invalid('score must be a number from 0 to 1'));
  if (task.state !== 'ready')
    return failed({ code: 'ERROR_TASK_NOT_READY', description: 'The task is still processing or already failed' });
  if (now - (task.endedAt ?? now) > DAY_MS)
    return failed({ code: 'ERROR_REPORT_TOO_LATE', description: 'More than 24h elapsed since solve completion' });
  if (task.scored) return failed(invalid('A score was reported for this task already'));
  task.scored = true;
  service.reports.push({ taskId: task.id, verdict: 'score', score });
  return answer({});
}

function answer(body: JsonObject): ServiceAnswer {
  return { status: 200, body: { errorId: 0, ...body } };
}

export function failed({ code, description, extra }: ServiceError, status = 200): ServiceAnswer {
  return { status, body: { errorId: 1, errorCode: code, errorDescription: description, ...extra } };
}
