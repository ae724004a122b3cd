import { z } from 'zod';
import { Bps, Hex32, Sec } from './brands.ts';

/** The most cohorts that a plan may have, the canary included; the contract has the same limit. */
export const MAX_COHORTS = 20;
/** 30 days in seconds: the longest time from start to the opening of the last cohort. */
export const MAX_ROLLOUT_S = 30 * 24 * 3600;

const PlanShape = z.object({
  canaryBps: Bps,
  cohortBps: Bps,
  /** Seconds of unpaused block time between two openings. */
  cohortDelay: Sec,
  /** Gated: each opening is a transaction; otherwise time alone opens cohorts. */
  gated: z.boolean(),
  salt: Hex32,
});

/** How a release spreads over the nodes of its tier: shares in basis points, drawn anew by each release's salt. */
export const Plan = PlanShape.superRefine((plan, context) => {
  const count = cohortCount(plan);
  if (count > MAX_COHORTS) {
    context.addIssue({
      code: 'custom',
      path: ['cohortBps'],
      message: `makes ${count} cohorts, at most ${MAX_COHORTS}`,
    });
  }
  if ((count - 1) * plan.cohortDelay > MAX_ROLLOUT_S) {
    context.addIssue({ code: 'custom', path: ['cohortDelay'], message: 'the last cohort would open after 30 days' });
  }
});
export type Plan = z.infer<typeof Plan>;

/** Cohorts of a plan, the canary included: 1 + ceil((10000 − canaryBps) / cohortBps). */
export function cohortCount(plan: Pick<Plan, 'canaryBps' | 'cohortBps'>): number {
  return 1 + Math.ceil((10_000 - plan.canaryBps) / plan.cohortBps);
}

/** Five cohorts of 5/25/25/25/20 %, gated, opening at 0/5/10/15/20 h: everybody within 24 hours. */
export const DEFAULT_PLAN = {
  canaryBps: 500,
  cohortBps: 2500,
  cohortDelay: 5 * 3600,
  gated: true,
} as const;
