import { createHash } from 'node:crypto';
import { type Ms, type NodeId, type Seq } from '@noderr/protocol';
import { type Memory } from '../durable/memory.ts';

const FIRST_BACKOFF_MS = 60_000;
const LAST_BACKOFF_MS = 3_600_000;

/** Milliseconds until something that failed `attempts` times may be tried again; 1 min, doubling, to 1 h. */
export function backoffLeft(failed: { attempts: number; at: Ms }, now: Ms): number {
  const pause = Math.min(LAST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failed.attempts - 1));
  // a clock that was set back must not make the pause longer
  return Math.min(pause, Math.max(0, failed.at + pause - now));
}

export function isHeldByOperator({ operatorHold }: Memory, now: Ms): boolean {
  return operatorHold !== null && (operatorHold.until === null || operatorHold.until > now);
}

export function isHeldByHub({ hubHolds }: Memory, now: Ms): boolean {
  return hubHolds.some((hold) => hold.until > now);
}

/** How long after the wish a node starts; spreads a cohort over the directive's time, the same at every try. */
export function spreadMs(nodeId: NodeId, rolloutId: Seq, spreadS: number): number {
  const digest = createHash('sha256').update(`${nodeId}:${rolloutId}`).digest();
  return Math.floor((digest.readUInt32BE(0) / 2 ** 32) * spreadS * 1000);
}
