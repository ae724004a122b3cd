import { askAgent, type ContainerStatus, controlSocketPath, Memory } from '@noderr/agent';
import { join } from 'node:path';
import { demoTemplate } from '../demo-node/template.ts';
import { isAlive } from '../process/process-identity.ts';
import { readJson } from '../run/atomic-file.ts';
import { type Machine } from '../scenarios/machine.ts';
import { type FleetNode } from '../fleet/fleet-node.ts';
import { type Stack } from '../stack.ts';
import { type Sight } from './sight.ts';
import { type NodeFacts } from './unrest.ts';

const HEALTH_TIMEOUT_MS = 2000;

export interface FactsDeps {
  stack: Pick<Stack, 'agents'>;
  machine: Machine;
  sight: Sight;
}

/** Looks at a node from all sides: its agent, its memory, its runtime, the process table, and the service itself. */
export async function gatherFacts(node: FleetNode, { stack, machine, sight }: FactsDeps): Promise<NodeFacts> {
  const agent = stack.agents.get(node.name);
  const containers = await machine.containers(node);
  return {
    agentAlive: agent !== undefined && isAlive(agent.identity),
    memory: readJson(join(node.stateDir, 'state.json'), Memory),
    containers,
    running: sight.look().filter(({ nodeId }) => nodeId === node.nodeId),
    healthy: await isHealthy(containers),
    eventsWaiting: await eventsWaiting(node),
  };
}

async function isHealthy(containers: readonly ContainerStatus[]): Promise<boolean> {
  const address = containers.find(({ state }) => state === 'running')?.address ?? null;
  const check = demoTemplate('').health?.http[0];
  if (address === null || !check) return false;
  const url = `http://${address}:${check.port}${check.path}`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) }).catch(() => null);
  await answer?.body?.cancel();
  return answer?.status === check.expectStatus;
}

/** @throws NoAgentError while the agent does not answer */
async function eventsWaiting({ stateDir }: FleetNode): Promise<number> {
  const reply = await askAgent(controlSocketPath(stateDir), { do: 'status' });
  if (!reply.ok) throw new Error(reply.message);
  return reply.status.eventsWaiting;
}
