/**
 * Finds who answers for a host and path, and logs every request. Node only.
 * Order: pages a spec serves, then hosts by name, then `*`; a later route wins over an earlier one, so that a spec can replace a provider's script.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { EventLog } from './event-log.ts';
import type { LabRequest, LabResponse, LabRoute } from './route.ts';

export interface LoggedRequest extends LabRequest {
  /** Undefined while the request waits for its answer. */
  status?: number;
}

export class Router {
  readonly log = new EventLog<LoggedRequest>(
    (entry) => `${entry.method} ${entry.url.href} -> ${entry.status ?? '...'}`,
  );
  readonly #routes: LabRoute[] = [];

  /** Adds a route; the answer takes it away again. */
  add(route: LabRoute): () => void {
    this.#routes.unshift(route);
    return () => {
      const index = this.#routes.indexOf(route);
      if (index >= 0) this.#routes.splice(index, 1);
    };
  }

  async answer(request: LabRequest): Promise<LabResponse> {
    const entry: LoggedRequest = request;
    this.log.add(entry);
    const response = await this.#dispatch(request);
    entry.status = response.status ?? 200;
    return response;
  }

  async #dispatch(request: LabRequest): Promise<LabResponse> {
    const { hostname, pathname } = request.url;
    const named = this.#routes.filter((route) => claims(route, hostname));
    const route =
      named.find((one) => matches(one, pathname)) ??
      this.#routes.find((one) => one.host === '*' && matches(one, pathname));
    if (!route) {
      return named.length > 0
        ? text(404, `Latchkey lab: ${hostname} has no ${pathname}.`)
        : text(502, `Latchkey lab: nothing here plays ${hostname}; the lab never asks the real network.`);
    }
    try {
      return await route.handle(request);
    } catch (error) {
      return text(
        500,
        `Latchkey lab: ${request.url.href} failed: ${error instanceof Error ? error.stack : String(error)}`,
      );
    }
  }

  /** Serves one request that came in over the wire. */
  async serve(url: URL, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
    } catch {
      return; // The browser went away in the middle of its request.
    }
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const method = incoming.method ?? 'GET';
    const response = await this.answer({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') });
    outgoing.writeHead(response.status ?? 200, {
      'content-type': response.type ?? 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-latchkey-lab': '1',
      ...response.headers,
    });
    outgoing.end(method === 'HEAD' ? undefined : response.body);
  }
}

function text(status: number, body: string): LabResponse {
  return { status, type: 'text/plain; charset=utf-8', body };
}

function claims(route: LabRoute, hostname: string): boolean {
  return typeof route.host === 'string' ? route.host === hostname : route.host.includes(hostname);
}

function matches(route: LabRoute, pathname: string): boolean {
  return typeof route.path === 'string' ? route.path === pathname : route.path.test(pathname);
}
