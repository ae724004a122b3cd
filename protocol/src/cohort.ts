import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { type Hex32, type NodeId, type Sec } from './brands.ts';
import { type Directive } from './directive.ts';
import { cohortCount, type Plan } from './plan.ts';

/** A node's place in 0…9999 for one release: keccak256(salt ‖ nodeId) mod 10000. */
export function bucketOf(salt: Hex32, nodeId: NodeId): number {
  const digest = keccak_256(concatBytes(hexToBytes(salt.slice(2)), hexToBytes(nodeId.slice(2))));
  return Number(BigInt(`0x${bytesToHex(digest)}`) % 10_000n);
}

/** The cohort of a bucket, 0 being the canary. */
export function cohortOfBucket(bucket: number, plan: Pick<Plan, 'canaryBps' | 'cohortBps'>): number {
  return bucket < plan.canaryBps ? 0 : 1 + Math.floor((bucket - plan.canaryBps) / plan.cohortBps);
}

/** The cohort of a node in a release's plan, 0 being the canary. */
export function cohortOf(nodeId: NodeId, plan: Plan): number {
  return cohortOfBucket(bucketOf(plan.salt, nodeId), plan);
}

/** Share of all buckets that falls into a cohort, in bps. */
export function cohortBpsOf(cohort: number, plan: Pick<Plan, 'canaryBps' | 'cohortBps'>): number {
  if (cohort === 0) return plan.canaryBps;
  const from = plan.canaryBps + (cohort - 1) * plan.cohortBps;
  return Math.max(0, Math.min(plan.cohortBps, 10_000 - from));
}

type Clock = Pick<Directive, 'paused' | 'pausedAt' | 'pausedTotal' | 'startedAt'>;

/** Unpaused seconds of block time since the rollout started. */
export function elapsedOf(directive: Clock, blockTime: Sec): Sec {
  const now = directive.paused ? directive.pausedAt : blockTime;
  return Math.max(0, now - directive.startedAt - directive.pausedTotal) as Sec;
}

/** Whether a cohort may start, by the directive and the block's time alone. */
export function isCohortOpen(
  cohort: number,
  directive: Clock & Pick<Directive, 'openThrough'>,
  plan: Plan,
  blockTime: Sec,
): boolean {
  if (directive.paused) return false;
  if (cohort === 0) return true;
  if (plan.gated) return directive.openThrough >= cohort;
  return elapsedOf(directive, blockTime) >= cohort * plan.cohortDelay;
}

/** The highest cohort that is or, while paused, was open. */
export function openThroughOf(directive: Clock & Pick<Directive, 'openThrough'>, plan: Plan, blockTime: Sec): number {
  const last = cohortCount(plan) - 1;
  if (plan.gated) return Math.min(directive.openThrough, last);
  if (plan.cohortDelay === 0) return last;
  return Math.min(last, Math.floor(elapsedOf(directive, blockTime) / plan.cohortDelay));
}
