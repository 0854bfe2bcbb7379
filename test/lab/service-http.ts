/**
 * The wire of the lab's service: an HTTP server on 127.0.0.1 that can be taken down and brought back on the same port. Node only.
 * It sends no CORS headers, as a service meant for back ends does; OPTIONS is a method it does not know.
 */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as the service saw it. Times are ms since the epoch. */
export interface ServiceRequest {
  at: number;
  method: string;
  /** `createTask` for `/createTask`; in services with another wire: submit, poll, balance, report. */
  endpoint: string;
  /** `/res.php`. */
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Fields of a multipart body; a file is `base64:` and its content. */
  parts?: URLSearchParams;
  /** Kind of the fault that hit it. */
  fault?: string;
  /** What the service answered or would have answered. */
  answer?: ServiceAnswer;
  /** The client went away, or the connection was cut, before the answer was out. */
  aborted?: boolean;
}

export interface ServiceAnswer {
  status: number;
  /** Text is sent as it is, all else as JSON. */
  body: Readonly<Record<string, unknown>> | string | number;
  headers?: Readonly<Record<string, string>>;
}

export interface ServiceServer {
  /** `http://127.0.0.1:PORT`. */
  url: string;
  port: number;
  /** From now on connections are refused, and open ones are cut. */
  refuse(): Promise<void>;
  /** Listens again on the same port. */
  accept(): Promise<void>;
}

/** On 127.0.0.1; 0: any port that is free. Rejects with the system's error where it is taken. */
export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

export async function startServer(listener: RequestListener, wanted = 0): Promise<ServiceServer> {
  const server = createServer(listener);
  // A browser that finds a kept-open connection cut sends the request again by itself: what is tested here is what Latchkey does.
  server.maxRequestsPerSocket = 1;
  await listen(server, wanted);
  const { port } = server.address() as AddressInfo;
  const refuse = () => {
    const closed = new Promise<void>((resolve) => (server.listening ? server.close(() => resolve()) : resolve()));
    server.closeAllConnections();
    return closed;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    refuse,
    accept: () => (server.listening ? Promise.resolve() : listen(server, port)),
  };
}

/** The whole request; undefined where the client went away in the middle. */
export async function readRequest(incoming: IncomingMessage, at: number): Promise<ServiceRequest | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://service.invalid');
  const content = Buffer.concat(chunks);
  return {
    at,
    method: incoming.method ?? 'GET',
    endpoint: pathname.slice(1),
    path: pathname,
    query: searchParams,
    headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
    body: content.toString('utf8'),
    parts: await readParts(content, incoming.headers['content-type'] ?? ''),
  };
}

/** Undefined if the body is not multipart, or is malformed. */
async function readParts(content: Buffer, type: string): Promise<URLSearchParams | undefined> {
  if (!/^multipart\/form-data\b/i.test(type)) return undefined;
  try {
    const form = await new Response(new Uint8Array(content), { headers: { 'content-type': type } }).formData();
    const fields: [string, string][] = [];
    for (const [name, value] of form)
      fields.push([
        name,
        typeof value === 'string' ? value : `base64:${Buffer.from(await value.arrayBuffer()).toString('base64')}`,
      ]);
    return new URLSearchParams(fields);
  } catch {
    return undefined;
  }
}
