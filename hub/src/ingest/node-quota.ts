import { type Lane, type NodeId } from '@noderr/protocol';
import { type Clock } from '../clock.ts';

/** What is counted against a node's limits; per second in the options. */
export interface Spending {
  bytes: number;
  samples: number;
  lines: number;
}

export interface NodeQuota {
  /** Seconds until the node may send on this lane, 0 while it may. */
  waitS(nodeId: NodeId, lane: Lane): number;
  /** Counts a push whose size is known now; it is never refused for it, the next one waits. */
  charge(nodeId: NodeId, spent: Partial<Spending>): void;
}

/**
 * How far ahead of its rate a node may be; milliseconds. The lesser one for the backlog is why it is refused first: what
 * happens now still finds room when the backlog has used all that it may.
 */
const AHEAD_MS: Readonly<Record<Lane, number>> = { live: 60_000, backlog: 10_000 };

const FORGET_EVERY_MS = 60_000;

/** One leaky bucket a node, in seconds: the time up to which what it has sent is paid for, by the unit that costs most. */
export function createNodeQuota(perSecond: Spending, clock: Clock): NodeQuota {
  const paidUntil = new Map<NodeId, number>();
  let readAt: number = clock.now();
  let forgottenAt = readAt;

  /** A clock that is set back leaves nobody to wait for it. */
  function read(): number {
    const now = clock.now();
    if (now < readAt) {
      for (const [nodeId, until] of paidUntil) paidUntil.set(nodeId, until - (readAt - now));
      forgottenAt = now;
    }
    readAt = now;
    return now;
  }

  /** Who has nothing to wait for is as one who never sent. */
  function forgetPaid(now: number): void {
    if (now - forgottenAt < FORGET_EVERY_MS) return;
    forgottenAt = now;
    for (const [nodeId, until] of paidUntil) if (until <= now) paidUntil.delete(nodeId);
  }

  return {
    waitS(nodeId, lane) {
      const now = read();
      const ahead = (paidUntil.get(nodeId) ?? 0) - now;
      return ahead <= AHEAD_MS[lane] ? 0 : Math.ceil((ahead - AHEAD_MS[lane]) / 1000);
    },
    charge(nodeId, { bytes = 0, samples = 0, lines = 0 }) {
      const seconds = Math.max(bytes / perSecond.bytes, samples / perSecond.samples, lines / perSecond.lines);
      const now = read();
      forgetPaid(now);
      paidUntil.set(nodeId, Math.max(paidUntil.get(nodeId) ?? 0, now) + seconds * 1000);
    },
  };
}
