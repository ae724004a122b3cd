import { type RolloutSummary } from './api/tier-list.ts';
import { isReleaseFault } from './failure-code.ts';
import { isFullyOpen } from './fully-open.ts';
import { type Plan } from './plan.ts';
import { type RolloutSpan } from './rollout-span.ts';
import { type OutcomeEvent } from './update-event.ts';

export type RolloutFigures = Pick<RolloutSummary, 'status' | 'nodes' | 'updated' | 'failed' | 'successRate'>;

/**
 * The figures of a rollout that another one has followed, from the last outcome of each node in it: who is expected
 * today says nothing of a rollout of the past. `plan` is its target's, null where that is not known.
 */
export function pastRolloutFigures(
  span: RolloutSpan,
  plan: Plan | null,
  outcomes: Iterable<Pick<OutcomeEvent, 'outcome' | 'code' | 'to'>>,
): RolloutFigures {
  const { target, kind } = span.first.directive;
  const all = [...outcomes];
  const updated = all.filter(({ outcome, to }) => outcome === 'committed' && to === target).length;
  const failed = all.filter(
    ({ outcome, code }) => outcome === 'rolled-back' || (outcome === 'failed' && code !== null && isReleaseFault(code)),
  ).length;
  const time = span.next?.block.time ?? span.last.block.time;
  const complete = plan !== null && isFullyOpen(span.last.directive, plan, time);
  return {
    status: kind === 'rollback' ? 'rolled-back' : complete ? 'complete' : 'superseded',
    nodes: all.length,
    updated,
    failed,
    successRate: updated + failed === 0 ? null : updated / (updated + failed),
  };
}
