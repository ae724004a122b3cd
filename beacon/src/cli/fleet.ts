import { readFile } from 'node:fs/promises';
import {
  NodeId,
  NodeList,
  NodePlace,
  NodeStatus,
  type RehearsalNode,
  ReleaseId,
  type Tier,
  Tier as TierSchema,
} from '@noderr/protocol';
import { z } from 'zod';
import { jsonOf } from './chain-access.ts';
import { CliError } from './cli-error.ts';
import { createHubReader, type HubOptions } from './hub-reader.ts';

/** Of a node only what a rehearsal and a promotion need; the hub's own list has more. */
const FleetNode = z.object({
  nodeId: NodeId,
  name: z.string().default(''),
  tier: TierSchema,
  status: NodeStatus.default('active'),
  place: NodePlace.default('pending'),
  committed: ReleaseId.default(ReleaseId.parse(0)),
  healthy: z.boolean().default(true),
});
export type FleetNode = z.infer<typeof FleetNode>;

const FleetFile = z.object({ nodes: z.array(FleetNode) });

export interface FleetOptions extends HubOptions {
  fleet?: string | undefined;
}

/** The nodes of a tier from a file or from the hub; undefined where neither is given. */
export async function readFleet(
  options: FleetOptions,
  tier: Tier,
  signal: AbortSignal,
): Promise<FleetNode[] | undefined> {
  if (options.fleet !== undefined) return (await fleetFile(options.fleet)).filter((node) => node.tier === tier);
  if (options.hub === undefined) return undefined;
  const hub = await createHubReader(options);
  const nodes: FleetNode[] = [];
  let cursor: string | null = null;
  do {
    const page: NodeList = await hub.read(
      '/api/v1/nodes',
      { tier, ...(cursor === null ? {} : { cursor }) },
      NodeList,
      signal,
    );
    nodes.push(...page.nodes);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return nodes;
}

export function rehearsalNode({ nodeId, name, status, place }: FleetNode): RehearsalNode {
  return { nodeId, name, reachable: status === 'active' && place !== 'silent' };
}

async function fleetFile(path: string): Promise<FleetNode[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CliError('usage', 'cli/unreadable', `${path} cannot be read`, 'check the path', { cause });
  });
  const parsed = FleetFile.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data.nodes;
  throw new CliError('usage', 'cli/bad-fleet', `${path} is no list of nodes:\n${z.prettifyError(parsed.error)}`);
}
