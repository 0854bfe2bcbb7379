/**
 * Points the services' own clients at the lab. Node only. They have the address of their service built in: what they ask of it by HTTPS is sent
 * to the lab by HTTP instead, with the same path, headers and body. A request to any other host throws: no client leaves this machine.
 */
import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';

type Callback = (response: IncomingMessage) => void;

/** @param origins host of a service -> origin of the lab's, read at each request */
export function redirect(origins: ReadonlyMap<string, string>): { restore(): void } {
  const native = https.request;
  const request = (first: RequestOptions | string | URL, second?: RequestOptions | Callback, third?: Callback) => {
    const given = typeof first === 'string' || first instanceof URL ? toOptions(new URL(first)) : first;
    const options = { ...given, ...(typeof second === 'object' ? second : {}) };
    const callback = typeof second === 'function' ? second : third;
    const host = String(options.hostname ?? options.host).replace(/:\d+$/, '');
    const origin = origins.get(host);
    if (origin === undefined) throw new Error(`Latchkey lab: a client asks ${host}`);
    const { hostname, port } = new URL(origin);
    return http.request(
      {
        ...options,
        protocol: 'http:',
        hostname,
        host: hostname,
        port,
        agent: undefined,
        servername: undefined,
      } as RequestOptions,
      callback,
    );
  };
  https.request = request as typeof https.request & ((...given: unknown[]) => ClientRequest);
  return {
    restore() {
      https.request = native;
    },
  };
}

function toOptions({ hostname, pathname, search, port }: URL): RequestOptions {
  return { hostname, path: `${pathname}${search}`, port };
}
