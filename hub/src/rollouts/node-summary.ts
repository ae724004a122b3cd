import { type NodeList, type NodeListQuery, type NodeSummary, placeOf, type ReleaseId } from '@noderr/protocol';
import { nodeStatus } from '../fleet/node-liveness.ts';
import { type PicturedNode, type TierPicture } from './tier-picture.ts';
import { versionOf } from './version-shares.ts';

/** One row of the node list. */
export function nodeSummary({ fleet, rollout, cohort }: PicturedNode, picture: TierPicture): NodeSummary {
  const { heartbeat } = fleet;
  const { tier, presence } = picture;
  return {
    nodeId: fleet.nodeId,
    name: fleet.name,
    tier: fleet.tier,
    status: nodeStatus(fleet, presence.now),
    place: placeOf(rollout, tier.directive ?? { target: 0 as ReleaseId }),
    cohort,
    state: heartbeat?.state ?? null,
    committed: rollout.committed,
    version: versionOf(rollout.committed, heartbeat?.version ?? null, tier.releases),
    healthy: heartbeat !== null && !rollout.unhealthy,
    lastHeartbeatAt: fleet.heardAt,
    held: rollout.held,
    unsafe: heartbeat?.unsafe ?? false,
    failed: heartbeat?.failed ?? null,
  };
}

/** The rows that a query asks for, in the order given; the cursor is the id of the last row before. */
export function pickNodes(
  rows: readonly NodeSummary[],
  query: NodeListQuery,
): Pick<NodeList, 'total' | 'nodes' | 'nextCursor'> {
  const search = query.search?.trim().toLowerCase() ?? '';
  const found = rows.filter(
    (row) =>
      (query.tier === undefined || row.tier === query.tier) &&
      (query.version === undefined || (row.version ?? 'none') === query.version) &&
      (query.place === undefined || row.place === query.place) &&
      (query.status === undefined || row.status === query.status) &&
      (search === '' || row.name.toLowerCase().includes(search) || row.nodeId.includes(search)),
  );
  const start = query.cursor === undefined ? 0 : found.findIndex((row) => row.nodeId === query.cursor) + 1;
  const nodes = found.slice(start, start + query.limit);
  const more = start + nodes.length < found.length;
  return { total: found.length, nodes, nextCursor: more ? (nodes.at(-1)?.nodeId ?? null) : null };
}
