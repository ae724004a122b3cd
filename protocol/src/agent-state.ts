import { z } from 'zod';
import { AttemptId, Ms, ReleaseId, Seq } from './brands.ts';
import { FailureCode } from './failure-code.ts';

/** One try to move a node's whole set of containers from one release to another. */
export const Attempt = z.object({
  id: AttemptId,
  from: ReleaseId,
  to: ReleaseId,
  /** The rollout or rollback that asked for it. */
  rolloutId: Seq,
  seq: Seq,
  startedAt: Ms,
});
export type Attempt = z.infer<typeof Attempt>;

/** The steps of a way back, in their order; `restored` = the old data stands, nothing runs yet. */
export const ROLLING_BACK_PHASES = ['stopping', 'restoring', 'restored', 'starting'] as const;

const inAttempt = { attempt: Attempt, since: Ms };

/** What an agent does now; how an attempt ended is its outcome, not a state. */
export const AgentState = z.discriminatedUnion('name', [
  z.object({ name: z.literal('idle'), since: Ms }),
  /** What runs here is not known to the chain or belongs to somebody else: reported, never touched. */
  z.object({ name: z.literal('unmanaged'), since: Ms, reason: z.string().max(200) }),
  z.object({ name: z.literal('verifying'), ...inAttempt }),
  z.object({ name: z.literal('downloading'), ...inAttempt }),
  z.object({ name: z.literal('backing-up'), ...inAttempt }),
  z.object({ name: z.literal('swapping'), ...inAttempt }),
  z.object({ name: z.literal('validating'), ...inAttempt }),
  z.object({
    name: z.literal('rolling-back'),
    ...inAttempt,
    phase: z.enum(ROLLING_BACK_PHASES),
    /** When the verdict fell, from which the rollback is timed. */
    verdictAt: Ms,
    code: FailureCode,
  }),
  z.object({ name: z.literal('stuck'), since: Ms, code: FailureCode, attempt: Attempt.nullable() }),
]);
export type AgentState = z.infer<typeof AgentState>;
export type AgentStateName = AgentState['name'];

export const AGENT_STATE_NAMES = [
  'idle',
  'unmanaged',
  'verifying',
  'downloading',
  'backing-up',
  'swapping',
  'validating',
  'rolling-back',
  'stuck',
] as const satisfies readonly AgentStateName[];
