import { z } from 'zod';
import { Hex32, Ms, NodeId, ReleaseId, Seq } from './brands.ts';
import { FailureCode } from './failure-code.ts';

/** What an agent remembers of a tier: only final chain values, each field only ever rises. */
export const DurableTier = z.object({
  seq: Seq,
  headHash: Hex32.nullable(),
  /** Number of the final block at which this was read. */
  height: z.int().nonnegative(),
  floor: ReleaseId,
  trustVersion: z.int().nonnegative(),
  /** Release of the committed set, 0 = no chain release. */
  committed: ReleaseId,
  /** Releases whose stopped sets are kept, newest first. */
  kept: z.array(ReleaseId).max(3),
  failed: z.record(z.string().regex(/^\d+$/), z.object({ code: FailureCode, attempts: z.int().positive(), at: Ms })),
});
export type DurableTier = z.infer<typeof DurableTier>;

/** The agent's state file, apart from the journal of a running attempt. */
export const Durable = z.object({
  schema: z.literal(1),
  nodeId: NodeId,
  /** Boot id of the host (`/proc/sys/kernel/random/boot_id`). */
  boot: z.string(),
  node: DurableTier,
  agent: DurableTier,
});
export type Durable = z.infer<typeof Durable>;
