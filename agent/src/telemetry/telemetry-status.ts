import { Lane } from '@noderr/protocol';
import { z } from 'zod';
import { DROP_REASONS } from './drop-reason.ts';

const SignalStatus = z.object({
  /** Whole seconds since the oldest record that still waits was made; 0 = nothing waits, null = not readable. */
  lagS: z.int().nonnegative().nullable(),
  spooledBytes: z.int().nonnegative(),
  /** Samples or lines given up since the agent's start; reasons with none are left out. */
  droppedTotal: z.partialRecord(z.enum(DROP_REASONS), z.int().positive()),
  /** Epoch milliseconds of the last push that the hub took; null = none since the agent's start. */
  lastPushAt: z.int().nonnegative().nullable(),
  /** `backlog` while older records than the newest batch wait. */
  lane: Lane,
  /** Why the last push failed or was refused; null when it was taken. */
  lastError: z.object({ code: z.string(), detail: z.string() }).nullable(),
});
export type SignalStatus = z.infer<typeof SignalStatus>;

/** What `noderr-agent status` shows of shipping. */
export const TelemetryStatus = z.object({
  metrics: SignalStatus,
  logs: SignalStatus,
  /** `refused`: the hub refuses this node's token; everything is kept, and tried again now and then. */
  auth: z.enum(['unknown', 'accepted', 'refused']),
});
export type TelemetryStatus = z.infer<typeof TelemetryStatus>;
