import {
  type BlockRef,
  type DirectiveChange,
  type Release,
  type ReleaseId,
  type Sec,
  type Seq,
  type Tier,
} from '@noderr/protocol';

/** A tier's whole final history, as a quorum of endpoints tells it. */
export interface TierChain {
  readonly tier: Tier;
  /** In order of seq, gapless from 1. */
  readonly changes: readonly DirectiveChange[];
  /** Every release that was ever published. */
  readonly releases: ReadonlyMap<ReleaseId, Release>;
  /** The last block whose changes are included. */
  readonly through: BlockRef;
  /** The seq at the newest block, which may not be final yet. */
  readonly latestSeq: Seq;
}

export function changeAt(chain: TierChain, seq: Seq): DirectiveChange | undefined {
  return chain.changes[seq - 1];
}

/** The change that stood at a block. */
export function changeAsOf(chain: TierChain, height: number): DirectiveChange | undefined {
  return chain.changes.findLast(({ block }) => block.number <= height);
}

/** Block time until which a change stood, or stands. */
export function stoodUntil(chain: TierChain, change: DirectiveChange): Sec {
  return changeAt(chain, (change.directive.seq + 1) as Seq)?.block.time ?? chain.through.time;
}
