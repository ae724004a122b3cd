import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { freePort } from './free-port.ts';
import { type Program, programPath } from './programs.ts';
import { until } from './until.ts';

/** A Prometheus or an Alertmanager of a test, on loopback. */
export interface ServerProcess {
  /** Without a slash at its end. */
  readonly url: string;
  readonly pid: number;
  close(): Promise<void>;
}

/** Starts a server and waits until it says that it is ready; `args` is asked with the address to listen on. */
export async function startServer(program: Program, args: (address: string) => string[]): Promise<ServerProcess> {
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(programPath(program), args(address), { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4_000);
  });
  const exit = once(child, 'exit');
  const server = {
    url: `http://${address}`,
    // Absent where it could not be started at all: then it is never ready.
    pid: child.pid ?? 0,
    async close() {
      child.kill();
      await exit;
    },
  };
  try {
    await until(`${program} to be ready`, async () => {
      if (child.exitCode !== null) throw new Error(`${program} ended: ${log}`);
      const answer = await fetch(`${server.url}/-/ready`).catch(() => null);
      return answer?.ok === true;
    });
    return server;
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** An Alertmanager on a configuration, with its data in a folder beside it. */
export function startAlertmanager(config: string): Promise<ServerProcess> {
  return startServer('alertmanager', (address) => [
    `--config.file=${config}`,
    `--storage.path=${join(dirname(config), 'data')}`,
    `--web.listen-address=${address}`,
    '--cluster.listen-address=',
  ]);
}
