import { setTimeout as delay } from 'node:timers/promises';
import { type FleetNode } from '../fleet/fleet-node.ts';
import { type Stack } from '../stack.ts';
import { inOrder, type AgentKill, type DaemonRestart, type PlannedBlow } from './chaos-plan.ts';
import { type Daemon } from './daemon.ts';
import { glimpse } from './glimpse.ts';
import { untilMoment } from './moment.ts';

const PATIENCE_MS = 60_000;

/** A blow that fell. */
export interface Struck {
  kind: PlannedBlow['kind'];
  /** The state of the node's agent when it fell. */
  state: string;
}

export interface StrikeDeps {
  stack: Pick<Stack, 'fleet' | 'agents' | 'startAgent'>;
  daemon: Daemon | null;
  announced: Promise<void>;
  /** Its abort ends the waiting, and nothing is started again. */
  signal: AbortSignal;
}

/** Lets the blows of one wave fall: those on one agent one after the other, as its attempt comes to their moments. */
export async function strikeAll(blows: readonly PlannedBlow[], deps: StrikeDeps): Promise<Struck[]> {
  const agentKills = blows.filter((blow) => blow.kind === 'agent');
  const restarts = blows.filter((blow) => blow.kind === 'dockerd');
  const perNode = deps.stack.fleet.map((_, node) => inOrder(agentKills.filter((blow) => blow.node === node)));
  const struck = await Promise.all([...perNode, inOrder(restarts)].map((sequence) => strikeInTurn(sequence, deps)));
  return struck.flat();
}

async function strikeInTurn(blows: readonly PlannedBlow[], deps: StrikeDeps): Promise<Struck[]> {
  const struck: Struck[] = [];
  for (const blow of blows) {
    const node = deps.stack.fleet[blow.node];
    if (!node) throw new Error(`there is no node ${blow.node}`);
    const look = (): ReturnType<typeof glimpse> => glimpse(node.stateDir);
    await untilMoment({ moment: blow.moment, look, announced: deps.announced, patienceMs: PATIENCE_MS });
    await delay(blow.delayMs, undefined, { signal: deps.signal });
    struck.push({ kind: blow.kind, state: look()?.state.name ?? 'none' });
    await strike(blow, node, deps);
  }
  return struck;
}

function strike(blow: PlannedBlow, node: FleetNode, deps: StrikeDeps): Promise<void> {
  switch (blow.kind) {
    case 'agent':
      return killAgent(blow, node, deps);
    case 'dockerd':
      return restartDaemon(blow, deps);
  }
}

async function killAgent({ downMs }: AgentKill, node: FleetNode, { stack, signal }: StrikeDeps): Promise<void> {
  await stack.agents.get(node.name)?.kill();
  await delay(downMs, undefined, { signal });
  await stack.startAgent(node);
}

async function restartDaemon({ signal, downMs }: DaemonRestart, { daemon }: StrikeDeps): Promise<void> {
  if (!daemon) throw new Error('there is no daemon to restart');
  await daemon.restart(signal, downMs);
}
