import { isReleaseFault, type NodeId, type RolloutSummary, type Version } from '@noderr/protocol';
import { type SeenChange } from '../chain/chain-store.ts';
import { type TierChain } from '../chain/chain-state.ts';
import { isFullyOpen } from '../chain/proven-releases.ts';
import { type NodeOutcome } from '../fleet/fleet.ts';
import { type ActorBook, changeActor } from './change-actor.ts';
import { blockTimeMs } from './tier-card.ts';
import { type TierPicture } from './tier-picture.ts';
import { versionOf } from './version-shares.ts';

/** A rollout or rollback of the past or present: the change that began it and the one that began the next. */
export interface RolloutSpan {
  first: SeenChange;
  /** The last directive of this rollout. */
  last: SeenChange;
  before: SeenChange | null;
  next: SeenChange | null;
}

/** Newest first. */
export function rolloutSpans(tier: Pick<TierChain, 'changes'>): RolloutSpan[] {
  const spans: RolloutSpan[] = [];
  let before: SeenChange | null = null;
  for (const change of tier.changes) {
    const open = spans.at(-1);
    if (change.directive.kind !== 'none' && change.directive.rolloutId === change.directive.seq) {
      if (open) open.next = change;
      spans.push({ first: change, last: change, before, next: null });
    } else if (open) open.last = change;
    before = change;
  }
  return spans.reverse();
}

/** One row of the history; `outcomes` are those of this rollout. */
export function rolloutSummary(
  span: RolloutSpan,
  picture: TierPicture,
  outcomes: ReadonlyMap<NodeId, NodeOutcome>,
  actors: ActorBook,
): RolloutSummary {
  const { first, before, next } = span;
  const { releases, tier } = picture.tier;
  const { target, rolloutId, kind } = first.directive;
  const version = (id: typeof target): Version | null => versionOf(id, null, releases);
  return {
    tier,
    rolloutId,
    kind: kind === 'rollback' ? 'rollback' : 'rollout',
    fromVersion: before ? version(before.directive.target) : null,
    toVersion: version(target),
    target,
    startedAt: blockTimeMs(first.block.time),
    endedAt: next ? blockTimeMs(next.block.time) : null,
    by: changeActor(first, actors),
    reason: first.reason,
    ...(next ? pastFigures(span, picture, outcomes) : presentFigures(picture)),
  };
}

type Figures = Pick<RolloutSummary, 'status' | 'nodes' | 'updated' | 'failed' | 'successRate'>;

function presentFigures({ view }: TierPicture): Figures {
  const { counts } = view;
  return {
    status: view.status,
    nodes: view.nodes,
    updated: counts.updated,
    failed: counts.rolledBack + counts.failed,
    successRate: view.successRate,
  };
}

/** What the nodes reported then; who is expected today says nothing of a rollout of the past. */
function pastFigures(span: RolloutSpan, picture: TierPicture, outcomes: ReadonlyMap<NodeId, NodeOutcome>): Figures {
  const { target, kind } = span.first.directive;
  const all = [...outcomes.values()];
  const updated = all.filter(({ outcome, to }) => outcome === 'committed' && to === target).length;
  const failed = all.filter(
    ({ outcome, code }) => outcome === 'rolled-back' || (outcome === 'failed' && code !== null && isReleaseFault(code)),
  ).length;
  const plan = picture.tier.releases.get(target)?.plan;
  const time = span.next?.block.time ?? span.last.block.time;
  const complete = plan !== undefined && isFullyOpen(span.last.directive, plan, time);
  return {
    status: kind === 'rollback' ? 'rolled-back' : complete ? 'complete' : 'superseded',
    nodes: all.length,
    updated,
    failed,
    successRate: updated + failed === 0 ? null : updated / (updated + failed),
  };
}
