/** A solving service of the lab that speaks one of the wires. Node only. */
import type { FetchPage } from '../altcha-solver.ts';
import type { TokenIssuer } from '../route.ts';
import { ServiceBase } from '../service-base.ts';
import type { ServiceAnswer, ServiceRequest } from '../service-http.ts';
import { makeSolver } from '../service-solver.ts';
import type { ServiceOptions } from '../service.ts';
import { isRefused, type Operation, type Wire } from './wire.ts';

export class WireService extends ServiceBase {
  readonly wire: Wire;
  /** What the service publishes about itself in place of its own document. */
  spec: ServiceAnswer | undefined;

  constructor(
    wire: Wire,
    issuer: TokenIssuer,
    fetchPage: FetchPage,
    { key, balance = 10, now = Date.now }: ServiceOptions = {},
  ) {
    super(
      key ?? wire.newKey(),
      balance,
      makeSolver(issuer, fetchPage, { hint: 'recommended', altcha: 'token', timeout: null, failedErrorId: 0 }),
      now,
    );
    this.wire = wire;
  }

  override get url(): string {
    return super.url + (this.wire.base ?? '');
  }

  protected override name(request: ServiceRequest): string {
    return this.wire.operation(request) ?? request.endpoint;
  }

  protected async answer(request: ServiceRequest): Promise<ServiceAnswer> {
    const answer = await this.#answer(request);
    return this.wire.finish?.(request, answer) ?? answer;
  }

  async #answer(request: ServiceRequest): Promise<ServiceAnswer> {
    const { wire } = this;
    const operation = wire.operation(request);
    if (operation === 'submit') return this.#submit(request);
    if (operation === 'poll') return this.#poll(request);
    if (operation === 'report') return this.#report(request);
    if (operation === 'health') return wire.health?.() ?? { status: 404, body: 'not found' };
    if (operation === 'spec') return this.spec ?? wire.spec?.() ?? { status: 404, body: 'not found' };
    if (operation !== 'balance')
      return wire.refused(
        { code: 'unknown-endpoint', description: `There is no ${request.method} ${request.path}`, status: 404 },
        undefined,
      );
    const refusal = wire.balance(request, this.key);
    return refusal ? wire.refused(refusal, operation) : wire.worth(this.balance);
  }

  async #submit(request: ServiceRequest): Promise<ServiceAnswer> {
    const { wire } = this;
    const read = wire.submit(request, this.key);
    if (isRefused(read)) return wire.refused(read, 'submit');
    if (this.account.balance < this.price) return wire.refused(wire.broke, 'submit');
    return wire.created(await this.store.create(read, this.price));
  }

  async #poll(request: ServiceRequest): Promise<ServiceAnswer> {
    const { wire } = this;
    const read = wire.poll(request, this.key);
    if (isRefused(read)) return wire.refused(read, 'poll');
    const task = this.store.find(read.id);
    if (!task) return wire.refused(wire.unknownTask, 'poll');
    await this.store.poll(task);
    return wire.told(task);
  }

  async #report(request: ServiceRequest): Promise<ServiceAnswer> {
    const { wire } = this;
    const read = wire.report?.(request, this.key) ?? {
      code: 'unknown-endpoint',
      description: 'no reports here',
      status: 404,
    };
    if (isRefused(read)) return wire.refused(read, 'report');
    const task = this.store.find(read.id);
    if (!task || task.state !== 'ready') return wire.refused(wire.unknownTask, 'report');
    if (this.reports.some(({ taskId }) => taskId === task.id))
      return wire.refused({ code: 'ERROR_DUPLICATE_REPORT', description: 'reported already' }, 'report');
    this.reports.push({ taskId: task.id, verdict: read.verdict });
    return wire.reported?.(task) ?? { status: 200, body: {} };
  }

  protected refusal(
    request: ServiceRequest,
    code: string,
    description: string,
    status?: number,
    extra?: Record<string, unknown>,
  ): ServiceAnswer {
    const answer = this.wire.refused({ code, description, status, extra }, this.wire.operation(request));
    return this.wire.finish?.(request, answer) ?? answer;
  }

  protected polled(request: ServiceRequest): string | undefined {
    const read = this.wire.poll(request, this.key);
    return isRefused(read) ? undefined : read.id;
  }
}

export type { Operation };
