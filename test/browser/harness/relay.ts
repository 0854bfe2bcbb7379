/**
 * A TCP port whose other end can be changed. Node only. A browser's proxy is fixed when it starts; the lab behind it is another one for every
 * spec file.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Relay {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** Sends connections from now on to this `http://127.0.0.1:port`, and ends those to the earlier one. */
  pointTo(target: string): void;
  close(): Promise<void>;
}

export async function startRelay(): Promise<Relay> {
  let port = 0;
  const sockets = new Set<Socket>();
  const track = (socket: Socket, other: Socket) => {
    sockets.add(socket);
    // A reset of one side ends the other; there is nobody to tell.
    socket.on('error', () => other.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
  };
  const server = createServer((client) => {
    const lab = connect(port, '127.0.0.1');
    track(client, lab);
    track(lab, client);
    client.pipe(lab);
    lab.pipe(client);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const dropConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pointTo(target) {
      port = Number(new URL(target).port);
      dropConnections();
    },
    close() {
      dropConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
