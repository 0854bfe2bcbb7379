/**
 * Judges a createTask body as the service does before it takes any money. Node only.
 * Stricter than a real service may be: a field that the type does not have is an error here, since sending one is a bug in the client.
 */
import { PROXY_FIELDS, TASK_TYPES, type FieldRule, type TaskType } from './service-types.ts';

/** An error answer of the service: `{errorId: 1, errorCode, errorDescription, ...extra}`. */
export interface ServiceError {
  code: string;
  description: string;
  extra?: Readonly<Record<string, unknown>>;
}

export type JsonObject = Record<string, unknown>;

export interface CheckedTask {
  type: string;
  rule: TaskType;
  task: JsonObject;
}

/** `sold` holds disabled types that were switched on. */
export function checkTask(task: unknown, sold: ReadonlySet<string>): CheckedTask | ServiceError {
  if (!isObject(task)) return invalid('task must be an object');
  const type = task['type'];
  if (typeof type !== 'string') return invalid('task.type must be a string');
  const rule = TASK_TYPES.get(type);
  if (!rule) return { code: 'ERROR_TASK_NOT_SUPPORTED', description: `Task type ${type} is not supported` };
  if (rule.refuses === 'disabled' && !sold.has(type))
    return { code: 'ERROR_TASK_TYPE_DISABLED', description: `Task type ${type} is disabled` };
  if (rule.refuses === 'ip-bound' && !sold.has(type)) {
    const other = type.replace(/ProxyLess$/, '');
    return { code: 'ERROR_PROXY_REQUIRED', description: `This captcha is IP-bound: use ${other} with your proxy` };
  }
  return checkFields(task, rule) ?? { type, rule, task };
}

function checkFields(task: JsonObject, rule: TaskType): ServiceError | undefined {
  for (const [name, field] of Object.entries(rule.fields)) {
    const value = task[name];
    if (value !== undefined) {
      const fault = faultOf(value, field);
      if (fault) return invalid(`task.${name} ${fault}`);
    } else if (field.required) {
      return rule.proxy && name in PROXY_FIELDS
        ? { code: 'ERROR_NO_PROXY', description: `task.${name} is required for this task type` }
        : invalid(`task.${name} is required`);
    }
  }
  const unknown = Object.keys(task).find((name) => name !== 'type' && !(name in rule.fields));
  if (unknown !== undefined) return invalid(`task.${unknown} is not a field of this task type`);
  if (rule.oneOf && !rule.oneOf.some((name) => task[name] !== undefined))
    return invalid(`task needs one of ${rule.oneOf.join(', ')}`);
  return undefined;
}

/** What is wrong with a field's value, if anything. */
export function faultOf(value: unknown, { kind, required, members }: FieldRule): string | undefined {
  if (kind === 'string') {
    if (typeof value !== 'string') return 'must be a string';
    return required && value.trim() === '' ? 'must not be empty' : undefined;
  }
  if (kind === 'url')
    return typeof value === 'string' && isWebUrl(value) ? undefined : 'must be an absolute http(s) URL';
  if (kind === 'strings')
    return Array.isArray(value) && value.every((one) => typeof one === 'string')
      ? undefined
      : 'must be an array of strings';
  if (kind === 'object') {
    if (!isObject(value)) return 'must be an object';
    const wrong = Object.entries(value).find(
      ([name, member]) => !members?.includes(name) || typeof member !== 'string',
    );
    return wrong ? `.${wrong[0]} is unknown or not a string` : undefined;
  }
  if (kind === 'version') return /^\d+$/.test(String(value)) ? undefined : 'must be a whole number';
  return typeof value === kind ? undefined : `must be a ${kind}`;
}

export function invalid(description: string): ServiceError {
  return { code: 'ERROR_INVALID_PARAMS', description };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isWebUrl(value: string): boolean {
  return /^https?:\/\/[^/]/i.test(value) && URL.canParse(value);
}
