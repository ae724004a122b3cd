import fc from 'fast-check';
import { type Hex32, type NodeId, type ReleaseId, type Sec, type Seq } from '../brands.ts';
import { type Directive } from '../directive.ts';
import { Plan } from '../plan.ts';

export const hex32 = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => `0x${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}` as Hex32);

export const nodeId = hex32 as fc.Arbitrary<NodeId>;

/** Every plan that the schema, and so the contract, accepts. */
export const legalPlan: fc.Arbitrary<Plan> = fc
  .record({
    canaryBps: fc.integer({ min: 1, max: 10_000 }),
    cohortBps: fc.integer({ min: 1, max: 10_000 }),
    cohortDelay: fc.integer({ min: 0, max: 200_000 }),
    gated: fc.boolean(),
    salt: hex32,
  })
  .filter((plan) => Plan.safeParse(plan).success)
  .map((plan) => Plan.parse(plan));

const ZERO = `0x${'0'.repeat(64)}` as Hex32;

/** A running, unpaused rollout of release 2 over baseline 1, started at second 1 000; override what matters. */
export function directive(over: Partial<Directive> = {}): Directive {
  return {
    tier: 'ALL',
    seq: 5 as Seq,
    rolloutId: 5 as Seq,
    kind: 'rollout',
    target: 2 as ReleaseId,
    baseline: 1 as ReleaseId,
    withdrawn: 0 as ReleaseId,
    openThrough: 0,
    openedAt: 0 as Sec,
    spreadS: 0 as Sec,
    startedAt: 1000 as Sec,
    paused: false,
    pausedBy: null,
    pausedByGuardian: false,
    pausedAt: 0 as Sec,
    pausedTotal: 0 as Sec,
    floor: 0 as ReleaseId,
    trust: { version: 0, digest: ZERO },
    previousHash: ZERO,
    headHash: ZERO,
    ...over,
  };
}
