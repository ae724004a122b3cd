import {
  type ChainView,
  isReleaseFault,
  type MoveReason,
  type Release,
  type ReleaseId,
  type Wanted,
  wantedRelease,
} from '@noderr/protocol';
import { isNobodysFault } from '../attempt/forward.ts';
import { type Memory } from '../durable/memory.ts';
import { keptSetOnData } from '../sets/node-set.ts';
import { type Facts, type Now, type Policy } from './facts.ts';
import { backoffLeft, isHeldByHub, isHeldByOperator, spreadMs } from './patience.ts';
import { type Step } from './step.ts';

type Move = Extract<Wanted, { kind: 'move' }>;

/** Whether this node moves now, where to, and if not, why. */
export function nextMove(memory: Memory, facts: Facts, policy: Policy, now: Now): Step[] {
  if (!policy.autoUpdateEnabled) return [{ kind: 'stay', why: 'disabled' }];
  if (memory.unsealed) return [{ kind: 'stay', why: 'backup-unsealed' }];
  const { emergency, final } = facts.chain;
  const committed = memory.node.committed;
  if (emergency) {
    const wanted = wantedRelease(emergency, policy.nodeId, committed);
    const kept = wanted.kind === 'move' && memory.kept.some((set) => set.releaseId === wanted.to);
    if (kept && wanted.direction === 'down') return moveDown(memory, emergency, wanted, facts, policy, now);
  }
  if (final.kind === 'trouble') return [];
  const wanted = wantedRelease(final.view, policy.nodeId, committed);
  if (wanted.kind === 'stay') return [{ kind: 'stay', why: wanted.reason }];
  return wanted.direction === 'down'
    ? moveDown(memory, final.view, wanted, facts, policy, now)
    : moveUp(memory, final.view, wanted, facts, policy, now);
}

function moveUp(memory: Memory, view: ChainView, wanted: Move, facts: Facts, policy: Policy, now: Now): Step[] {
  const release = firstHop(view, wanted, memory.node.committed);
  if (!release || release.revoked) return [cannotFollow(wanted.to, release ? 'revoked' : 'path')];
  const failed = memory.node.failed[release.id];
  if (failed && isReleaseFault(failed.code)) return [cannotFollow(release.id, failed.code)];
  if (isHeldByOperator(memory, now.now)) return [{ kind: 'stay', why: 'held-by-operator' }];
  if (isHeldByHub(memory, now.now)) return [{ kind: 'stay', why: 'held-by-hub' }];
  // a rollback that a quorum sees stops as a brake does, also where those endpoints have lost their right to one
  const brake = facts.chain.brake?.reason ?? (facts.chain.emergency ? 'other-rollout' : null);
  // a node that has nothing yet may install what was fully open before, also while its tier is paused
  if (brake && wanted.reason !== 'install-baseline') return [{ kind: 'stay', why: `brake-${brake}` }];
  const backoff = failed ? backoffLeft(failed, now.now) : 0;
  if (backoff > 0) return [{ kind: 'wait', why: 'backoff', ms: backoff, wish: null }];
  const spread = spreadLeft(view, wanted, facts, policy, now);
  if (spread) return [spread];
  const plan = { to: release.id, direction: 'up', ...asked(view, wanted.reason) } as const;
  return [{ kind: 'begin-attempt', plan: { ...plan, release, kept: null, restore: null } }];
}

function moveDown(memory: Memory, view: ChainView, wanted: Move, facts: Facts, policy: Policy, now: Now): Step[] {
  const { to } = wanted;
  if (facts.chain.pausedByQuorum) return [{ kind: 'stay', why: 'paused' }];
  const { descent } = memory;
  if (descent?.rolloutId === view.directive.rolloutId) {
    if (isReleaseFault(descent.code)) return [cannotFollow(to, descent.code)];
    const backoff = backoffLeft(descent, now.now);
    if (backoff > 0 && !isNobodysFault(descent.code))
      return [{ kind: 'wait', why: 'backoff', ms: backoff, wish: null }];
  }
  if (view.descent === 'irreversible') return [cannotFollow(to, 'irreversible')];
  const restore = view.descent === 'restore' ? (facts.backups.get(to) ?? null) : null;
  if (view.descent === 'restore' && !restore) return [cannotFollow(to, 'backup/missing')];
  const spread = spreadLeft(view, wanted, facts, policy, now);
  if (spread) return [spread];
  const plan = { to, direction: 'down', ...asked(view, wanted.reason), restore } as const;
  const kept = memory.kept.find((set) => set.releaseId === to);
  if (kept) {
    return [{ kind: 'begin-attempt', plan: { ...plan, release: null, kept: keptSetOnData(kept, memory.committed) } }];
  }
  const release = releaseOf(view, to);
  if (!release || release.revoked) return [cannotFollow(to, release ? 'revoked' : 'path')];
  return [{ kind: 'begin-attempt', plan: { ...plan, release, kept: null } }];
}

function asked(
  view: ChainView,
  reason: MoveReason,
): Pick<ChainView['directive'], 'seq' | 'rolloutId'> & {
  reason: MoveReason;
} {
  const { seq, rolloutId } = view.directive;
  return { seq, rolloutId, reason };
}

function cannotFollow(releaseId: ReleaseId, code: string): Step {
  return { kind: 'cannot-follow', releaseId, code };
}

/** The next stone on the way up, or the end of it. */
function firstHop(view: ChainView, { to }: Move, committed: ReleaseId): Release | undefined {
  const stones = to === view.directive.target ? view.targetStones : view.baselineStones;
  return stones.find((stone) => stone.id > committed && stone.id < to) ?? releaseOf(view, to);
}

function releaseOf(view: ChainView, id: ReleaseId): Release | undefined {
  return [view.target, view.baseline].filter((release) => release !== null).find((release) => release.id === id);
}

function spreadLeft(view: ChainView, { to }: Move, facts: Facts, policy: Policy, { instant }: Now): Step | undefined {
  const { rolloutId, spreadS } = view.directive;
  const wish = `${rolloutId}:${to}`;
  const since = facts.wish?.key === wish ? facts.wish.since : instant;
  const left = spreadMs(policy.nodeId, rolloutId, spreadS) - (instant.ms - since.ms);
  return left > 0 ? { kind: 'wait', why: 'spread', ms: left, wish } : undefined;
}
