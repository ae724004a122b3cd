import { type NodeSummary } from '@noderr/protocol';

export const NODE_HEALTHS = ['unhealthy', 'unknown', 'healthy'] as const;
export type NodeHealth = (typeof NODE_HEALTHS)[number];

/** Health as it is known now: of a silent node nothing is. */
export function healthOf({ place, healthy }: Pick<NodeSummary, 'place' | 'healthy'>): NodeHealth {
  if (place === 'silent') return 'unknown';
  return healthy ? 'healthy' : 'unhealthy';
}
