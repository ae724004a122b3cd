import { type ContainerRuntime, type ContainerStatus, createDockerRuntime } from '@noderr/agent';
import { join } from 'node:path';
import { findDocker, killContainer } from '../process/docker-daemon.ts';
import { signal } from '../process/process-identity.ts';
import { ContainerStore } from '../process-runtime/container-store.ts';
import { createProcessRuntime } from '../process-runtime/process-runtime.ts';
import { type FleetNode } from '../fleet/fleet-node.ts';
import { type Stack } from '../stack.ts';

/** The containers as the machine itself has them, past agents and hub. */
export interface Machine {
  containers(node: FleetNode): Promise<ContainerStatus[]>;
  /** The one running container of a node. @throws if there is none or more than one */
  running(node: FleetNode): Promise<ContainerStatus>;
  /** `kill -9` of the main process of each running container of a node, behind the back of whoever looks after it. */
  killService(node: FleetNode): Promise<void>;
}

export async function openMachine(stack: Stack, env: NodeJS.ProcessEnv): Promise<Machine> {
  const endpoint = stack.runtime === 'docker' ? await findDocker(env) : null;
  const runtime: ContainerRuntime =
    endpoint === null ? createProcessRuntime(stack.run.folder('machine')) : createDockerRuntime({ endpoint });
  const processes = new ContainerStore(join(stack.run.folder('machine'), 'containers'));
  const containers = (node: FleetNode): Promise<ContainerStatus[]> => runtime.list(node.nodeId, []);
  return {
    containers,
    async running(node) {
      const running = (await containers(node)).filter((container) => container.state === 'running');
      const [only, ...more] = running;
      if (!only || more.length > 0) throw new Error(`${node.name} runs ${running.length} containers, not 1`);
      return only;
    },
    async killService(node) {
      for (const { id, state } of await containers(node)) {
        if (state !== 'running') continue;
        if (endpoint !== null) await killContainer(endpoint, id);
        const child = endpoint === null ? processes.status(id)?.child : null;
        if (child) signal(child, 'SIGKILL');
      }
    },
  };
}
