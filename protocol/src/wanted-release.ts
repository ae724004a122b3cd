import { type NodeId, type ReleaseId, type Sec } from './brands.ts';
import { type ChainView } from './chain-view.ts';
import { cohortOf, isCohortOpen } from './cohort.ts';

/** Why a node stays where it is. */
export type StayReason = 'nothing-published' | 'paused' | 'cohort-closed' | 'at-target' | 'above-target';

/** Why a node moves; the first rule of design §3 that applies. */
export type MoveReason = 'install-baseline' | 'rollback' | 'rollout' | 'withdrawn' | 'behind-baseline';

/** Whether a node moves, and its cohort in the target's plan; null where nothing is published. */
export type Wanted =
  | { kind: 'stay'; reason: StayReason; cohort: number | null }
  | { kind: 'move'; reason: MoveReason; to: ReleaseId; direction: 'up' | 'down'; cohort: number | null };

/** The part of a ChainView that the rules need. */
export type WantedInput = Pick<ChainView, 'directive' | 'target'> & { block: { time: Sec } };

/** Which release a node wants; `committed` is the id of its committed set, 0 = no chain release. */
export function wantedRelease(view: WantedInput, nodeId: NodeId, committed: ReleaseId): Wanted {
  const { directive, target } = view;
  if (directive.kind === 'none' || !target) return { kind: 'stay', reason: 'nothing-published', cohort: null };
  const cohort = cohortOf(nodeId, target.plan);
  const move = (reason: MoveReason, to: ReleaseId): Wanted => ({
    kind: 'move',
    reason,
    to,
    direction: to > committed ? 'up' : 'down',
    cohort,
  });
  const stay = (reason: StayReason): Wanted => ({ kind: 'stay', reason, cohort });

  if (directive.paused) {
    return committed === 0 && directive.baseline > 0 ? move('install-baseline', directive.baseline) : stay('paused');
  }
  if (directive.kind === 'rollback' && committed > directive.target) return move('rollback', directive.target);
  if (
    directive.kind === 'rollout' &&
    committed < directive.target &&
    isCohortOpen(cohort, directive, target.plan, view.block.time)
  ) {
    return move('rollout', directive.target);
  }
  if (directive.baseline < committed && committed <= directive.withdrawn) return move('withdrawn', directive.baseline);
  if (committed < directive.baseline) return move('behind-baseline', directive.baseline);
  if (committed === directive.target) return stay('at-target');
  if (committed > directive.target) return stay('above-target');
  return stay('cohort-closed');
}
