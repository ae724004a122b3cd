import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;

/**
 * Runs `work` while no other process of this machine does so under the same name. The lock is a socket in Linux's
 * abstract namespace, so it goes with the process that holds it, however that ends.
 */
export async function withMachineLock<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const held = await take(name, signal);
  try {
    return await work();
  } finally {
    held.close();
  }
}

async function take(name: string, signal: AbortSignal): Promise<Server> {
  const path = `\0noderr-${createHash('sha256').update(name).digest('hex')}`;
  for (;;) {
    signal.throwIfAborted();
    const server = createServer((socket) => socket.destroy());
    try {
      server.listen({ path });
      await once(server, 'listening');
      return server;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      await delay(POLL_MS, undefined, { signal });
    }
  }
}
