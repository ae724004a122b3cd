import { type Release } from '@noderr/protocol';
import { DEMO_TIER } from '../network.ts';
import { type FleetNode } from '../fleet/fleet-node.ts';
import { type Stack } from '../stack.ts';
import { type AlertSink } from './alert-sink.ts';
import { type Machine } from './machine.ts';
import { until } from '../until.ts';

/** What a scenario is given, and says what it sees. */
export interface Story {
  stack: Stack;
  machine: Machine;
  /** Hears what Alertmanager sends, where there is one. */
  sink: AlertSink;
  /** How often the story's blow falls, where it says so. */
  runs: number;
  say: (line: string) => void;
}

const FIRST = { version: '1.0.0', fault: 'none', ballastBytes: 0 } as const;
export const SECOND = { version: '1.1.0', fault: 'none', ballastBytes: 0 } as const;

/** They all start at once, on one machine. */
const SECONDS_A_NODE = 10;

/** Container ids by node name. */
export type Running = ReadonlyMap<string, string>;

/** Publishes a first release and waits until every node runs it healthily; returns what runs where. */
export async function establish({
  stack,
  machine,
  say,
}: Pick<Story, 'stack' | 'machine' | 'say'>): Promise<{ first: Release; running: Running }> {
  const first = await stack.publish(FIRST, { atOnce: true });
  await until('the first release on every node', 150 + SECONDS_A_NODE * stack.fleet.length, async () => {
    const { rollout } = await stack.api.tier(DEMO_TIER);
    const { updated } = rollout.counts;
    return updated === stack.fleet.length && rollout.status === 'complete' ? true : `${updated} updated`;
  });
  const running = await runningIds({ stack, machine });
  say(`${stack.fleet.length} of ${stack.fleet.length} nodes run ${first.version}`);
  return { first, running };
}

export async function runningIds({ stack, machine }: Pick<Story, 'stack' | 'machine'>): Promise<Running> {
  const ids = await Promise.all(
    stack.fleet.map(async (node) => [node.name, (await machine.running(node)).id] as const),
  );
  return new Map(ids);
}

/** Nodes that run a release now, by what the machine itself says. */
export async function nodesOn({ stack, machine }: Story, release: Release): Promise<FleetNode[]> {
  const digest = release.components[0]?.digest;
  const on: FleetNode[] = [];
  for (const node of stack.fleet) {
    const running = (await machine.containers(node)).filter((container) => container.state === 'running');
    if (running.some((container) => container.imageDigest === digest)) on.push(node);
  }
  return on;
}

export function expect(condition: boolean, what: string): void {
  if (!condition) throw new Error(`expected ${what}`);
}
