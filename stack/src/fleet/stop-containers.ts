import { type ContainerRuntime, createDockerRuntime } from '@noderr/agent';
import { createProcessRuntime } from '../process-runtime/process-runtime.ts';
import { type RunFolder } from '../run/run-folder.ts';
import { type FleetNode } from './fleet-node.ts';
import { type RuntimeKind } from './runtime-kind.ts';

const STOP_TIMEOUT_S = 10;

/** Stops the containers of these nodes; the agents, which must be gone, start them again at the next start. */
export async function stopContainers(
  run: RunFolder,
  fleet: readonly FleetNode[],
  kind: RuntimeKind,
  dockerEndpoint: string | null,
): Promise<void> {
  const runtime: ContainerRuntime =
    kind === 'docker' && dockerEndpoint !== null
      ? createDockerRuntime({ endpoint: dockerEndpoint })
      : createProcessRuntime(run.folder('machine'));
  for (const node of fleet) {
    for (const container of await runtime.list(node.nodeId, [])) {
      if (container.state === 'running' || container.state === 'restarting') {
        await runtime.stop(container.id, STOP_TIMEOUT_S);
      }
    }
  }
}
