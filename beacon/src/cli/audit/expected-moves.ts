import { type DirectiveChange, type NodeId, type ReleaseId, wantedRelease } from '@noderr/protocol';
import { stoodUntil, type TierChain } from './tier-chain.ts';

/**
 * Where the chain let a node that ran `from` go while a change stood. Only cohorts that open by time alter the answer
 * meanwhile, and only once, so that its beginning and its end say all.
 */
export function expectedMoves(
  chain: TierChain,
  change: DirectiveChange,
  nodeId: NodeId,
  from: ReleaseId,
): ReadonlySet<ReleaseId> {
  const { directive, block } = change;
  const target = chain.releases.get(directive.target) ?? null;
  const moves = new Set<ReleaseId>();
  for (const time of [block.time, stoodUntil(chain, change)]) {
    const wanted = wantedRelease({ directive, target, block: { time } }, nodeId, from);
    if (wanted.kind === 'move') moves.add(firstHop(wanted.to, from, chain));
  }
  return moves;
}

/** The next stone on the way up, or the end of it; a way down has none. */
function firstHop(to: ReleaseId, from: ReleaseId, { releases }: TierChain): ReleaseId {
  const stoneOf = (id: ReleaseId): ReleaseId => releases.get(id)?.minFrom ?? (0 as ReleaseId);
  let hop = to;
  while (stoneOf(hop) > from) hop = stoneOf(hop);
  return hop;
}
