import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { joinSockets } from '../process/join-sockets.ts';

/** A way to a service that can be cut: one node's cable to the hub. */
export interface Gate {
  /** Where to knock instead of at the service itself. */
  readonly url: string;
  /** Cuts what is connected and takes nobody in. */
  shut(): void;
  open(): void;
  close(): Promise<void>;
}

/** @param target origin of the service, on loopback */
export async function openGate(target: string): Promise<Gate> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let passable = true;
  const server = createServer((inside) => {
    if (!passable) {
      inside.destroy();
      return;
    }
    const outside = connect(Number(port), hostname);
    for (const socket of [inside, outside]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }
    joinSockets(inside, outside);
  });
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    shut() {
      passable = false;
      cut();
    },
    open() {
      passable = true;
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
