import { createHash } from 'node:crypto';
import { type Addresses } from '../addresses.ts';
import { CHAIN_ID, DEMO_TIER } from '../network.ts';
import { type ServiceProcess } from '../process/service-process.ts';
import { type RunFolder } from '../run/run-folder.ts';
import { type FleetNode } from './fleet-node.ts';
import { forgetContainers } from './forget-containers.ts';
import { prepareNode } from './prepare-node.ts';
import { type AgentTampering, startAgentProcess } from './start-agent-process.ts';
import { stopContainers } from './stop-containers.ts';

export interface FleetPlan {
  run: RunFolder;
  addresses: Addresses;
  nodes: number;
  /** Where Docker answers; null where the nodes run as processes. */
  docker: string | null;
  beacon: string;
  hubSettingsFile: string;
  /** Origin of the hub's ingest listener; null where it has none. */
  ingestUrl: string | null;
  rollbackTimeoutMs: number;
  /** No node of this run folder has run yet: what Docker still has under its names is of an earlier one. */
  isNew: boolean;
}

export interface FleetDeps {
  /** Told of each agent that was started. */
  started: (agent: ServiceProcess) => void;
  /** Given what ends agents and containers, before the first of them runs. */
  onClose: (close: () => Promise<void>) => void;
  onNote: (line: string) => void;
  signal: AbortSignal | undefined;
}

export interface Fleet {
  nodes: readonly FleetNode[];
  /** By the name of the node. */
  agents: ReadonlyMap<string, ServiceProcess>;
  startAgent: (node: FleetNode, tampering?: AgentTampering) => Promise<void>;
}

/** Prepares the nodes of the demo fleet and starts their agents, one after another. */
export async function startFleet(plan: FleetPlan, { started, onClose, onNote, signal }: FleetDeps): Promise<Fleet> {
  const { run, addresses, docker } = plan;
  const runtime = docker === null ? 'process' : 'docker';
  const prefix = `noderr-${createHash('sha256').update(run.path).digest('hex').slice(0, 6)}`;
  if (docker !== null && plan.isNew) {
    const forgotten = await forgetContainers(docker, `${prefix}-`);
    if (forgotten > 0) onNote(`removed ${forgotten} containers, with their data, of a run that was reset`);
  }
  const nodes: FleetNode[] = [];
  const agents = new Map<string, ServiceProcess>();

  async function startAgent(node: FleetNode, tampering?: AgentTampering): Promise<void> {
    const agent = await startAgentProcess(run, node, runtime, tampering);
    started(agent);
    agents.set(node.name, agent);
  }

  onClose(async () => {
    await Promise.all([...agents.values()].map((agent) => agent.stop()));
    await stopContainers(run, nodes, runtime, docker);
  });
  for (let index = 1; index <= plan.nodes; index += 1) {
    const node = await prepareNode(run, addresses, {
      ...{ name: `node-${index}`, tier: DEMO_TIER, prefix, chainId: CHAIN_ID, beacon: plan.beacon },
      ...{ hubSettingsFile: plan.hubSettingsFile, dockerEndpoint: docker, ingestUrl: plan.ingestUrl },
      ...{ rollbackTimeoutMs: plan.rollbackTimeoutMs, fleetSize: plan.nodes },
    });
    nodes.push(node);
    signal?.throwIfAborted();
    await startAgent(node);
  }
  return { nodes, agents, startAgent };
}
