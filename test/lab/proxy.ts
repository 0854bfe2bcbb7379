/**
 * The lab's front door: an HTTP proxy on 127.0.0.1 behind which every host name is the lab. Node only.
 * CONNECT is answered by ending TLS here with the lab's own certificate; nothing is ever dialled, so nothing leaves the
 * machine whatever a browser asks for.
 */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { LabCertificate } from './certificate.ts';
import { listen } from './service-http.ts';

/** Gets every request with the full URL the browser meant. */
export type ProxyHandler = (url: URL, request: IncomingMessage, response: ServerResponse) => void;

export interface LabProxy {
  /** `http://127.0.0.1:PORT`. */
  url: string;
  close(): Promise<void>;
}

const TLS_HANDSHAKE = 22;

/** `port` 0: any that is free. Rejects with the system's error where it is taken. */
export async function startProxy(certificate: LabCertificate, handle: ProxyHandler, port = 0): Promise<LabProxy> {
  const sockets = new Set<Socket>();
  const front = createServer(listener('http', handle));
  const plain = createServer(listener('http', handle));
  const secure = createSecureServer({ key: certificate.key, cert: certificate.cert }, listener('https', handle));
  for (const server of [front, plain, secure]) {
    server.keepAliveTimeout = 60_000;
    server.on('clientError', (_error, socket) => socket.destroy());
  }
  secure.on('tlsClientError', (_error, socket) => socket.destroy());
  front.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  front.on('connect', (_request, stream, head) => {
    const socket = stream as Socket;
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    // Firefox tunnels ws:// too: the first byte tells TLS from plain HTTP.
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      const isTls = first[0] === TLS_HANDSHAKE;
      (isTls ? secure : plain).emit('connection', socket);
      // TLS takes the buffered bytes itself; resuming would spill them.
      if (!isTls) socket.resume();
    });
  });
  await listen(front, port);
  return {
    url: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => front.close(() => resolve()));
    },
  };
}

function listener(scheme: 'http' | 'https', handle: ProxyHandler): RequestListener {
  return (request, response) => {
    const target = request.url ?? '/';
    const whole = target.startsWith('/') ? `${scheme}://${request.headers.host ?? 'unknown.invalid'}${target}` : target;
    if (URL.canParse(whole)) return handle(new URL(whole), request, response);
    response.writeHead(400, { 'content-type': 'text/plain' }).end('Latchkey lab: that is no URL.');
  };
}
