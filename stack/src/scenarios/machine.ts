import { type ContainerRuntime, type ContainerStatus, createDockerRuntime } from '@noderr/agent';
import { findDocker } from '../process/docker-daemon.ts';
import { createProcessRuntime } from '../process-runtime/process-runtime.ts';
import { type FleetNode } from '../stack.ts';
import { type Stack } from '../start-stack.ts';

/** The containers as the machine itself has them, past agents and hub. */
export interface Machine {
  containers(node: FleetNode): Promise<ContainerStatus[]>;
  /** The one running container of a node. @throws if there is none or more than one */
  running(node: FleetNode): Promise<ContainerStatus>;
}

export async function openMachine(stack: Stack, env: NodeJS.ProcessEnv): Promise<Machine> {
  const endpoint = stack.runtime === 'docker' ? await findDocker(env) : null;
  const runtime: ContainerRuntime =
    endpoint === null ? createProcessRuntime(stack.run.folder('machine')) : createDockerRuntime({ endpoint });
  const containers = (node: FleetNode): Promise<ContainerStatus[]> => runtime.list(node.nodeId, []);
  return {
    containers,
    async running(node) {
      const running = (await containers(node)).filter((container) => container.state === 'running');
      const [only, ...more] = running;
      if (!only || more.length > 0) throw new Error(`${node.name} runs ${running.length} containers, not 1`);
      return only;
    },
  };
}
