import { type Ms, type NodeStatus, SILENT_AFTER_MS } from '@noderr/protocol';
import { type FleetNode } from './fleet.ts';

/** Whether a node was not heard for 35 s. */
export function isSilent(node: Pick<FleetNode, 'heardAt'>, now: Ms): boolean {
  return node.heardAt === null || now - node.heardAt > SILENT_AFTER_MS;
}

export function nodeStatus(node: Pick<FleetNode, 'heardAt' | 'suspended'>, now: Ms): NodeStatus {
  if (node.suspended) return 'suspended';
  return isSilent(node, now) ? 'inactive' : 'active';
}

/** Whether a rollout counts on it: enrolled, not suspended. */
export function isExpected(node: Pick<FleetNode, 'suspended'>): boolean {
  return node.suspended === null;
}
