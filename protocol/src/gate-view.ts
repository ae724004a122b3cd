import { type Sec } from './brands.ts';
import { elapsedOf } from './cohort.ts';
import { type Directive } from './directive.ts';
import { cohortCount, type Plan } from './plan.ts';
import { type GateView, type NodePlace, type RolloutView } from './rollout-view.ts';

/** Share of the eligible nodes of the open cohorts that must have an outcome or run the target. */
export const DEFAULT_GATE_SHARE = 0.8;

const HAS_OUTCOME: ReadonlySet<NodePlace> = new Set(['updated', 'unhealthy', 'rolledBack', 'failed']);
const NOT_ELIGIBLE: ReadonlySet<NodePlace> = new Set(['unmanaged', 'silent', 'cannotFollow', 'held', 'deferred']);

export interface GateInput {
  directive: Directive;
  plan: Plan;
  blockTime: Sec;
  /** Places of the expected nodes, by cohort. */
  places: readonly (readonly NodePlace[])[];
  budget: RolloutView['budget'];
  needed: number;
  awaitingFinal: boolean;
}

/** What the next cohort of a gated rollout waits for; null where none is left to open. */
export function gateView(input: GateInput): GateView | null {
  const { directive, plan, places, needed } = input;
  const cohort = directive.openThrough + 1;
  if (directive.kind !== 'rollout' || !plan.gated || cohort >= cohortCount(plan)) return null;

  const earlier = places.slice(0, cohort).flat();
  const eligible = earlier.filter((place) => !NOT_ELIGIBLE.has(place));
  const have = eligible.filter((place) => HAS_OUTCOME.has(place)).length;
  const sinceOpened = elapsedOf(directive, input.blockTime) - directive.openedAt;
  const delayLeftS = Math.max(0, plan.cohortDelay - sinceOpened) as Sec;

  const waitsFor: GateView['waitsFor'] = [];
  if (input.awaitingFinal) waitsFor.push('final');
  if (directive.paused) waitsFor.push('pause');
  if (delayLeftS > 0) waitsFor.push('delay');
  if (have < needed * eligible.length) waitsFor.push('evidence');
  if (earlier.length > 0 && !earlier.some((place) => place === 'updated' || place === 'unhealthy')) {
    waitsFor.push('first-commit');
  }
  if (earlier.includes('unhealthy')) waitsFor.push('health');
  if (input.budget.used >= input.budget.limit) waitsFor.push('budget');
  return { cohort, delayLeftS, evidence: { have, eligible: eligible.length }, needed, waitsFor };
}
