import { type Lane, type NodeId } from '@noderr/protocol';

export interface InFlight {
  /** Whether the lane has a place at all: cheap enough to ask of whoever knocks, before he is known. */
  hasRoom(lane: Lane): boolean;
  /** Takes a place for a request of this many bytes; what it returns gives the place back, null where none is free. */
  enter(nodeId: NodeId, lane: Lane, bytes: number): (() => void) | null;
}

/** From the headers to the answer of the store; there is no queue behind it. */
const MAX_REQUESTS = 256;
/** A storm of backlogs leaves the rest of the process its time. */
const MAX_BACKLOG = 8;
/** Each lane of each signal once, and a retry whose predecessor is not gone yet. */
const MAX_OF_NODE = 6;
/** Bodies that are held at a time; bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Bounds what is under way at a time, over all nodes and for each. */
export function createInFlight(): InFlight {
  const ofNode = new Map<NodeId, number>();
  let requests = 0;
  let backlog = 0;
  let held = 0;

  function hasRoom(lane: Lane): boolean {
    return requests < MAX_REQUESTS && (lane === 'live' || backlog < MAX_BACKLOG);
  }

  return {
    hasRoom,
    enter(nodeId, lane, bytes) {
      const own = ofNode.get(nodeId) ?? 0;
      if (!hasRoom(lane) || own >= MAX_OF_NODE || held + bytes > MAX_BYTES) return null;
      requests += 1;
      held += bytes;
      if (lane === 'backlog') backlog += 1;
      ofNode.set(nodeId, own + 1);
      let left = false;
      return () => {
        if (left) return;
        left = true;
        requests -= 1;
        held -= bytes;
        if (lane === 'backlog') backlog -= 1;
        const others = (ofNode.get(nodeId) ?? 1) - 1;
        if (others === 0) ofNode.delete(nodeId);
        else ofNode.set(nodeId, others);
      };
    },
  };
}
