import { NodePlace, NodeStatus, type NodeSummary, NodeTier } from '@noderr/protocol';
import { healthOf, NODE_HEALTHS, type NodeHealth } from '../../parts/node-health.ts';

/** What the address of the node list asks for; an unknown value asks for nothing. */
export interface NodeFilter {
  tier: NodeTier | null;
  place: NodePlace | null;
  status: NodeStatus | null;
  health: NodeHealth | null;
  /** A version, or `none` for nodes without a chain release. */
  version: string | null;
  search: string;
}

export type FilterKey = keyof NodeFilter;

export function parseFilter(search: URLSearchParams): NodeFilter {
  return {
    tier: NodeTier.safeParse(search.get('tier')).data ?? null,
    place: NodePlace.safeParse(search.get('place')).data ?? null,
    status: NodeStatus.safeParse(search.get('status')).data ?? null,
    health: NODE_HEALTHS.find((health) => health === search.get('health')) ?? null,
    version: search.get('version'),
    search: search.get('search') ?? '',
  };
}

export function isFiltered(filter: NodeFilter): boolean {
  const { search, ...chosen } = filter;
  return search !== '' || Object.values(chosen).some((one) => one !== null);
}

export function versionKey(node: NodeSummary): string {
  return node.version ?? 'none';
}

/** `except` leaves one condition out, to count what its chips would find. */
export function filterNodes(nodes: readonly NodeSummary[], filter: NodeFilter, except?: FilterKey): NodeSummary[] {
  const needle = except === 'search' ? '' : filter.search.trim().toLowerCase();
  const fits = (key: FilterKey, wanted: string | null, value: string): boolean =>
    key === except || wanted === null || wanted === value;
  return nodes.filter(
    (node) =>
      fits('tier', filter.tier, node.tier) &&
      fits('place', filter.place, node.place) &&
      fits('status', filter.status, node.status) &&
      fits('health', filter.health, healthOf(node)) &&
      fits('version', filter.version, versionKey(node)) &&
      (needle === '' || node.name.toLowerCase().includes(needle) || node.nodeId.includes(needle)),
  );
}

/** How many nodes each value would find, most first where no order is given. */
export function countBy<K extends string>(
  nodes: readonly NodeSummary[],
  keyOf: (node: NodeSummary) => K,
): Map<K, number> {
  const counts = new Map<K, number>();
  for (const node of nodes) counts.set(keyOf(node), (counts.get(keyOf(node)) ?? 0) + 1);
  return counts;
}
