import { type Sec } from './brands.ts';
import { elapsedOf } from './cohort.ts';
import { type Directive } from './directive.ts';
import { cohortCount, type Plan } from './plan.ts';

/** The contract's `fullyOpen`: every cohort of the target may take it. */
export function isFullyOpen(directive: Directive, plan: Plan, blockTime: Sec): boolean {
  if (directive.kind !== 'rollout' || directive.paused) return false;
  const last = cohortCount(plan) - 1;
  if (plan.gated) return directive.openThrough >= last;
  return elapsedOf(directive, blockTime) >= last * plan.cohortDelay;
}
