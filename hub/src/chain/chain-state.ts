import {
  type BlockRef,
  type Directive,
  type Ms,
  type Release,
  type ReleaseId,
  type Seq,
  type Tier,
} from '@noderr/protocol';
import { type SeenChange } from './chain-store.ts';

/** What the newest block says of a tier, which may still be reorganised away. */
export interface LatestDirective {
  directive: Directive;
  block: BlockRef;
  /** By the hub's clock. */
  readAt: Ms;
}

/** One tier as the chain has it; the hub's pages and decisions are made from this alone. */
export interface TierChain {
  tier: Tier;
  /** Final; null where nothing was ever published. */
  directive: Directive | null;
  /** The newest state, null until it was read or when it cannot be. */
  latest: LatestDirective | null;
  /** Final changes in order of seq. */
  changes: readonly SeenChange[];
  releases: ReadonlyMap<ReleaseId, Release>;
}

export interface ChainState {
  /** The last final block that was read with success. */
  block: BlockRef | null;
  readAt: Ms | null;
  /** No action while true: the block is too old, or the reading is no basis for one. */
  stale: boolean;
  /** Why, in words; empty when all is well. */
  problem: string;
  quorum: { needed: number; agreeing: number; endpoints: number };
  tiers: ReadonlyMap<Tier, TierChain>;
}

export function emptyTier(tier: Tier): TierChain {
  return { tier, directive: null, latest: null, changes: [], releases: new Map() };
}

export function tierOf(state: Pick<ChainState, 'tiers'>, tier: Tier): TierChain {
  return state.tiers.get(tier) ?? emptyTier(tier);
}

/** The newest of final and latest: what an action will meet. */
export function newestDirective(tier: Pick<TierChain, 'directive' | 'latest'>): Directive | null {
  const { directive, latest } = tier;
  if (latest && latest.directive.seq > (directive?.seq ?? 0)) return latest.directive;
  return directive;
}

export function latestSeq(tier: Pick<TierChain, 'latest'>): Seq | null {
  return tier.latest?.directive.seq ?? null;
}

/** The final directive's target and baseline, null where there is none. */
export function targetOf(tier: TierChain): Release | null {
  return (tier.directive && tier.releases.get(tier.directive.target)) ?? null;
}

export function baselineOf(tier: TierChain): Release | null {
  return (tier.directive && tier.releases.get(tier.directive.baseline)) ?? null;
}

/** When the hub first saw the last resume of the present rollout: failures up to then are acknowledged. */
export function acknowledgedAt(tier: Pick<TierChain, 'directive' | 'changes'>): Ms | null {
  const rolloutId = tier.directive?.rolloutId;
  const resume = tier.changes.findLast(
    (change) => change.action === 'resume' && change.directive.rolloutId === rolloutId,
  );
  return resume?.seenAt ?? null;
}
