/**
 * The lab's first solving service: speaks Capzy's protocol as its documents say. Node only.
 * It answers errors with HTTP 200 and the error envelope; what the documents leave open is said at the place.
 */
import { randomBytes } from 'node:crypto';
import type { FetchPage } from './altcha-solver.ts';
import type { TokenIssuer } from './route.ts';
import { ServiceBase } from './service-base.ts';
import { answerEndpoint, failed } from './service-endpoints.ts';
import type { ServiceAnswer, ServiceRequest } from './service-http.ts';
import { Sitekeys } from './service-sitekeys.ts';
import { makeSolver, type Dialect } from './service-solver.ts';
import { TASK_TYPES } from './service-types.ts';
import { isObject } from './service-validate.ts';

export interface ServiceOptions {
  key?: string;
  /** USD; 10 by default. */
  balance?: number;
  /** ms since the epoch. */
  now?: () => number;
}

export class LabService extends ServiceBase {
  readonly dialect: Dialect;
  readonly sitekeys = new Sitekeys();
  /** Task types switched on although the real service does not sell them. */
  readonly sold = new Set<string>();

  constructor(issuer: TokenIssuer, fetchPage: FetchPage, { key, balance = 10, now = Date.now }: ServiceOptions = {}) {
    const dialect: Dialect = { hint: 'recommended', altcha: 'payload', timeout: 120, failedErrorId: 0 };
    super(key ?? `capzy_lab_${randomBytes(16).toString('hex')}`, balance, makeSolver(issuer, fetchPage, dialect), now);
    this.dialect = dialect;
  }

  /** Switches on the sale of a type that the real service refuses. */
  sell(...types: string[]): void {
    for (const type of types) {
      if (!TASK_TYPES.has(type)) throw new Error(`Latchkey lab: the service has no task type ${type}`);
      this.sold.add(type);
    }
  }

  /** From now on another task type for this key is answered with ERROR_WRONG_TASK_TYPE and the right one. */
  knowSitekey(sitekey: string, type: string): void {
    this.sitekeys.know(sitekey, type);
  }

  protected async answer(request: ServiceRequest, now: number): Promise<ServiceAnswer> {
    if (this.account.banned)
      return failed({
        code: 'ERROR_IP_BLOCKED',
        description: 'Your IP is temporarily banned for sending too many invalid requests',
      });
    const answer = await answerEndpoint(this, request, now);
    const { body } = answer;
    const code = isObject(body) && body['errorId'] === 1 && !('status' in body) ? body['errorCode'] : undefined;
    if (typeof code === 'string') this.account.noteError(code);
    return answer;
  }

  protected refusal(
    _request: ServiceRequest,
    code: string,
    description: string,
    status = 200,
    extra: Record<string, unknown> = {},
  ): ServiceAnswer {
    return failed({ code, description, extra }, status);
  }

  protected polled({ body }: ServiceRequest): string | undefined {
    const id: unknown = (JSON.parse(body) as { taskId?: unknown }).taskId;
    return typeof id === 'string' ? id : undefined;
  }
}
