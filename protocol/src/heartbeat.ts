import { z } from 'zod';
import { AgentState } from './agent-state.ts';
import { Hex32, Ms, ReleaseId, Sec, Seq } from './brands.ts';
import { FailureCode } from './failure-code.ts';
import { ServiceHealth } from './service-health.ts';
import { Version } from './version.ts';

/** Heartbeats are sent this often; milliseconds. */
export const HEARTBEAT_INTERVAL_MS = 10_000;
/** About 1 KB; the fullest there is, four services failing in a rollback, has 1 300. */
export const MAX_HEARTBEAT_BYTES = 1536;
/** A node not heard for this long is silent; milliseconds. */
export const SILENT_AFTER_MS = 35_000;

/** Why a node cannot go where the chain wants it, and the release it cannot reach. */
export const CannotFollow = z.object({ releaseId: ReleaseId, code: z.string().max(40) });
export type CannotFollow = z.infer<typeof CannotFollow>;

/** How far a node's telemetry is behind; lags in whole seconds, null when it cannot be told. */
export const TelemetryHealth = z.object({
  lagS: z.object({ metrics: z.int().nonnegative().nullable(), logs: z.int().nonnegative().nullable() }),
  /** Samples and log lines given up since the agent's start. */
  droppedTotal: z.int().nonnegative(),
});
export type TelemetryHealth = z.infer<typeof TelemetryHealth>;

/** What a node says of itself; the sender is known by its token. */
export const Heartbeat = z.object({
  /** UUID of this run of the agent, and a counter within it: a lower one is stale. */
  boot: z.uuid(),
  n: z.int().nonnegative(),
  at: Ms,
  agentVersion: Version,
  runtime: z.enum(['docker', 'process']),
  state: AgentState,
  committed: ReleaseId,
  version: Version.nullable(),
  kept: z.array(ReleaseId).max(3),
  /** The chain as this node last saw it at finality; null before the first read. */
  chain: z
    .object({ seq: Seq, rolloutId: Seq, headHash: Hex32, height: z.int().nonnegative(), blockTime: Sec })
    .nullable(),
  services: z.array(ServiceHealth).max(4),
  /** The operator's or the hub's hold on moves up. */
  hold: z.object({ by: z.enum(['operator', 'hub']), until: Ms.nullable() }).nullable(),
  cannotFollow: CannotFollow.nullable(),
  /** The last failure that stands for the present target. */
  failed: z.object({ releaseId: ReleaseId, code: FailureCode }).nullable(),
  clockOffsetMs: z.int(),
  /** True while signatures are not enforced: shown red everywhere. */
  unsafe: z.boolean(),
  /** Absent where nothing is shipped, and from agents that are older than shipping. */
  telemetry: TelemetryHealth.optional(),
});
export type Heartbeat = z.infer<typeof Heartbeat>;

/** The hub's hint: look at the chain sooner, or start nothing upwards; never a target, never a digest. */
export const Hint = z.object({
  seq: Seq,
  /** Holds new starts upwards at once, 30 min per (seq, reason), not renewable. */
  hold: z.object({ reason: z.string().max(200) }).nullable(),
  spreadS: Sec,
});
export type Hint = z.infer<typeof Hint>;

export const HeartbeatReply = z.object({
  now: Ms,
  hint: Hint.nullable(),
  /** Events of this attempt up to `n` are stored and need not be sent again. */
  eventsAckedThrough: z.object({ attemptId: z.uuid(), n: z.int().nonnegative() }).nullable(),
});
export type HeartbeatReply = z.infer<typeof HeartbeatReply>;
