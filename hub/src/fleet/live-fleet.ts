import { type Heartbeat, type Ms, type NodeId } from '@noderr/protocol';
import { type Fleet, type FleetNode } from './fleet.ts';
import { isNewer } from './heartbeat-order.ts';
import { isSilent } from './node-liveness.ts';

/** The fleet with the doors through which it changes. */
export interface LiveFleet extends Fleet {
  /** Takes a heartbeat in; false when it is stale or from a node that is not enrolled. */
  hear(nodeId: NodeId, heartbeat: Heartbeat, now: Ms): boolean;
  put(node: FleetNode): void;
  remove(nodeId: NodeId): void;
  /** Nodes whose newest heartbeat is not saved yet; they count as saved from now on. */
  takeUnsaved(): FleetNode[];
  /** Gives back what could not be saved. */
  returnUnsaved(nodes: readonly FleetNode[]): void;
}

export function createLiveFleet(known: readonly FleetNode[], since: Ms): LiveFleet {
  const nodes = new Map<NodeId, FleetNode>(known.map((node) => [node.nodeId, node]));
  const unsaved = new Set<NodeId>();

  return {
    since,
    list: () => [...nodes.values()],
    get: (nodeId) => nodes.get(nodeId),
    hear(nodeId, heartbeat, now) {
      const node = nodes.get(nodeId);
      if (!node || !isNewer(heartbeat, heardOf(node))) return false;
      nodes.set(nodeId, { ...node, heartbeat, heardAt: now, upSince: upSinceOf(node, heartbeat, now, since) });
      unsaved.add(nodeId);
      return true;
    },
    put(node) {
      nodes.set(node.nodeId, node);
    },
    remove(nodeId) {
      nodes.delete(nodeId);
      unsaved.delete(nodeId);
    },
    takeUnsaved() {
      const taken = [...unsaved].flatMap((nodeId) => nodes.get(nodeId) ?? []);
      unsaved.clear();
      return taken;
    },
    returnUnsaved(failed) {
      for (const { nodeId } of failed) if (nodes.has(nodeId)) unsaved.add(nodeId);
    },
  };
}

function heardOf({ heartbeat, heardAt }: FleetNode): { heartbeat: Heartbeat; heardAt: Ms } | null {
  return heartbeat === null || heardAt === null ? null : { heartbeat, heardAt };
}

/** A silence ends the uptime, unless only this hub was away and the agent still is the same run. */
function upSinceOf(node: FleetNode, next: Heartbeat, now: Ms, hubSince: Ms): Ms {
  if (node.heardAt === null || node.upSince === null) return now;
  const hubWasAway = node.heardAt < hubSince && node.heartbeat?.boot === next.boot;
  return isSilent(node, now) && !hubWasAway ? now : node.upSince;
}
