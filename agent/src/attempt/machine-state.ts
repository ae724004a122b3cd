import { Attempt, AttemptId, FailureCode, Ms, ROLLING_BACK_PHASES } from '@noderr/protocol';
import { z } from 'zod';
import { Instant } from '../clock.ts';
import { AttemptRecord } from './attempt-record.ts';
import { BackupRecord } from './backup-store.ts';
import { HealthReport } from './health-check.ts';

const inAttempt = { attempt: AttemptRecord, since: Ms };
/** The same checks as they stood before anything was stopped; null where nothing ran. */
const baseline = HealthReport.nullable();
/** Since when no set of this node runs; null while one does. */
const downSince = Instant.nullable();

export const BackingUp = z.object({ name: z.literal('backing-up'), ...inAttempt, baseline, downSince });
export type BackingUp = z.infer<typeof BackingUp>;

export const Swapping = z.object({
  name: z.literal('swapping'),
  ...inAttempt,
  baseline,
  downSince,
  backup: BackupRecord.nullable(),
  /** Written before the first container of the new set is started: from then on its data may have changed. */
  newStarting: z.boolean(),
});
export type Swapping = z.infer<typeof Swapping>;

export const Validating = z.object({
  name: z.literal('validating'),
  ...inAttempt,
  baseline,
  backup: BackupRecord.nullable(),
  deadline: Instant,
  gapMs: z.int().nonnegative().nullable(),
});
export type Validating = z.infer<typeof Validating>;

export const RollingBack = z.object({
  name: z.literal('rolling-back'),
  ...inAttempt,
  phase: z.enum(ROLLING_BACK_PHASES),
  baseline,
  backup: BackupRecord.nullable(),
  downSince,
  /** Whether a container of the new set may ever have run, and so have touched the data. */
  newStarted: z.boolean(),
  verdictAt: Ms,
  verdict: Instant,
  deadline: Instant,
  code: FailureCode,
  detail: z.string().max(500),
  logTail: z.string().max(4096),
});
export type RollingBack = z.infer<typeof RollingBack>;

/** Where the agent stands; the protocol's AgentState plus what it needs to go on after a crash. */
export const MachineState = z.discriminatedUnion('name', [
  z.object({ name: z.literal('idle'), since: Ms }),
  z.object({ name: z.literal('unmanaged'), since: Ms, reason: z.string().max(200) }),
  z.object({ name: z.literal('verifying'), ...inAttempt }),
  z.object({ name: z.literal('downloading'), ...inAttempt }),
  BackingUp,
  Swapping,
  Validating,
  RollingBack,
  z.object({
    name: z.literal('stuck'),
    since: Ms,
    code: FailureCode,
    attempt: Attempt.nullable(),
    tries: z.int().nonnegative(),
    /** Data that has to go back before the old set may run again. */
    restore: z.object({ record: BackupRecord, attemptId: AttemptId }).nullable(),
  }),
]);
export type MachineState = z.infer<typeof MachineState>;
export type StateOf<Name extends MachineState['name']> = Extract<MachineState, { name: Name }>;

const ATTEMPT_STATES = ['verifying', 'downloading', 'backing-up', 'swapping', 'validating', 'rolling-back'] as const;
export type AttemptState = StateOf<(typeof ATTEMPT_STATES)[number]>;

export function isInAttempt(state: MachineState): state is AttemptState {
  return (ATTEMPT_STATES as readonly string[]).includes(state.name);
}
