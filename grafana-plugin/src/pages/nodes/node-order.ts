import { compareVersions, NODE_PLACES, type NodeSummary } from '@noderr/protocol';

const SORT_KEYS = ['name', 'tier', 'place', 'version', 'cohort', 'heard'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface NodeOrder {
  key: SortKey;
  descending: boolean;
}

/** `place` or `-place` in the address; by name where it says nothing known. */
export function parseOrder(text: string | null): NodeOrder {
  const descending = text?.startsWith('-') ?? false;
  const key = SORT_KEYS.find((one) => one === (descending ? text?.slice(1) : text));
  return key ? { key, descending } : { key: 'name', descending: false };
}

export function formatOrder(order: NodeOrder): string {
  return `${order.descending ? '-' : ''}${order.key}`;
}

/** A second click on the same column turns it round. */
export function nextOrder(order: NodeOrder, key: SortKey): NodeOrder {
  return order.key === key ? { key, descending: !order.descending } : { key, descending: false };
}

const byName = new Intl.Collator('en', { numeric: true });

export function sortNodes(nodes: readonly NodeSummary[], order: NodeOrder): NodeSummary[] {
  const sign = order.descending ? -1 : 1;
  return [...nodes].sort((a, b) => sign * compare(a, b, order.key) || byName.compare(a.name, b.name));
}

function compare(a: NodeSummary, b: NodeSummary, key: SortKey): number {
  switch (key) {
    case 'name':
      return byName.compare(a.name, b.name);
    case 'tier':
      return a.tier.localeCompare(b.tier);
    case 'place':
      return NODE_PLACES.indexOf(a.place) - NODE_PLACES.indexOf(b.place);
    case 'version':
      if (a.version === null || b.version === null) return Number(a.version !== null) - Number(b.version !== null);
      return compareVersions(a.version, b.version);
    case 'cohort':
      return (a.cohort ?? -1) - (b.cohort ?? -1);
    case 'heard':
      return (a.lastHeartbeatAt ?? 0) - (b.lastHeartbeatAt ?? 0);
  }
}
