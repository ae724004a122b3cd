import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startDockerd } from '@noderr/agent/testing';

/** A Docker daemon of the run's own, so that it may be killed; nobody else's containers are on it. */
export interface Daemon {
  readonly endpoint: string;
  /** Its data folder. */
  readonly dataRoot: string;
  /** It answers, as far as this process has to do with it. */
  readonly up: boolean;
  /** Ends it and starts it again after so many milliseconds. */
  restart(signal: 'SIGKILL' | 'SIGTERM', downMs: number): Promise<void>;
  close(): Promise<void>;
}

/** @param path folders to look for programs in, as PATH has them */
export async function startDaemon(path: string): Promise<Daemon> {
  const dockerd = await startDockerd({ path });
  let up = true;
  return {
    endpoint: dockerd.endpoint,
    dataRoot: join(dirname(dockerd.socketPath), 'data'),
    get up() {
      return up;
    },
    async restart(signal, downMs) {
      up = false;
      await dockerd.stop(signal);
      await delay(downMs);
      await dockerd.start();
      up = true;
    },
    close: () => dockerd.close(),
  };
}
