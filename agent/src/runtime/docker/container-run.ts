import { setTimeout as delay } from 'node:timers/promises';
import { ociDigest } from '@noderr/protocol';
import { RuntimeFault } from '../runtime-fault.ts';
import { type ContainerReader } from './container-reader.ts';
import { statusOf } from './container-status.ts';
import { type DockerClient } from './docker-client.ts';
import { httpStatusOf } from './docker-fault.ts';
import { type ContainerInspect } from './docker-schema.ts';
import { assertSafeSpec, viewOfContainer } from './safe-spec.ts';

const START_MS = 120_000;
/** What dockerd may take beyond the stop timeout to kill and clean up. */
const STOP_GRACE_MS = 30_000;
const STATE_POLL_MS = 50;

/** Starts and stops containers; both do nothing where it is so already. */
export interface ContainerRun {
  start: (id: string) => Promise<void>;
  /** With the container's own stop signal, and killed after `timeoutS` seconds; comes back when it is stopped. */
  stop: (id: string, timeoutS: number) => Promise<void>;
}

export function createContainerRun(
  client: DockerClient,
  containers: Pick<ContainerReader, 'read' | 'demand' | 'describe'>,
  options: { allowedBinds: readonly string[] },
): ContainerRun {
  /** Reads back what really runs, once, when it runs for the first time. */
  async function checkFirstStart(id: string): Promise<void> {
    const found = await containers.describe(id);
    if (found === null) throw new RuntimeFault('docker/failed', `container ${id} vanished while it was started`);
    const status = statusOf(found.container, found.image);
    if (status.labels === null) return;
    const asked = found.container.Config.Image.split('@')[1];
    if (asked !== undefined && (status.imageDigest === null || ociDigest(status.imageDigest) !== asked)) {
      await stop(id, 1);
      throw new RuntimeFault('start/wrong-image', `container ${status.name} runs another image than ${asked}`);
    }
    try {
      assertSafeSpec(viewOfContainer(found.container), options.allowedBinds, status.name);
    } catch (error) {
      await stop(id, 1);
      throw error;
    }
  }

  async function start(id: string): Promise<void> {
    const before = await containers.demand(id);
    if (before.State.Status === 'running') return;
    await client.call(
      async (docker, signal) => {
        try {
          await docker.getContainer(id).start({ abortSignal: signal });
        } catch (error) {
          if (httpStatusOf(error) !== 304) throw error;
        }
      },
      { doing: `start container ${before.Name.slice(1)}`, deadlineMs: START_MS },
    );
    // What ran before may always run again, also where the rules have become stricter since.
    if (before.State.Status === 'created') await checkFirstStart(id);
  }

  async function untilStopped(id: string, withinMs: number): Promise<boolean> {
    const end = performance.now() + withinMs;
    for (;;) {
      const container = await containers.read(id);
      if (container === null || isStopped(container)) return true;
      if (performance.now() >= end) return false;
      await delay(STATE_POLL_MS);
    }
  }

  async function stop(id: string, timeoutS: number): Promise<void> {
    const before = await containers.read(id);
    if (before === null || isStopped(before)) return;
    const doing = `stop container ${before.Name.slice(1)}`;
    await client.call(
      async (docker, signal) => {
        try {
          await docker.getContainer(id).stop({ t: timeoutS, abortSignal: signal });
        } catch (error) {
          if (![304, 404].includes(httpStatusOf(error) ?? 0)) throw error;
        }
      },
      { doing, deadlineMs: timeoutS * 1_000 + STOP_GRACE_MS },
    );
    if (await untilStopped(id, STOP_GRACE_MS)) return;
    await client.call(
      async (docker, signal) => {
        try {
          await docker.getContainer(id).kill({ abortSignal: signal });
        } catch (error) {
          if (![404, 409].includes(httpStatusOf(error) ?? 0)) throw error;
        }
      },
      { doing },
    );
    if (!(await untilStopped(id, STOP_GRACE_MS)))
      throw new RuntimeFault('docker/failed', `could not ${doing}: it still runs`);
  }

  return { start, stop };
}

function isStopped(container: ContainerInspect): boolean {
  return ['created', 'exited', 'dead'].includes(container.State.Status);
}
