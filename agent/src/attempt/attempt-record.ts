import { Attempt, NodeTier, Release } from '@noderr/protocol';
import { z } from 'zod';
import { NodeSet } from '../sets/node-set.ts';
import { BackupRecord } from './backup-store.ts';

/** An attempt as it is journaled: what it is for, and the set that it makes. */
export const AttemptRecord = z.object({
  ...Attempt.shape,
  tier: NodeTier,
  direction: z.enum(['up', 'down']),
  /** Why the chain wants it: `rollout`, `install-baseline`, … */
  reason: z.string(),
  /** Number of the next event of this attempt, gapless from 0. */
  nextEvent: z.int().nonnegative(),
  /** What the chain says of `to`; null where a kept set is used, which needs no second verification. */
  release: Release.nullable(),
  next: NodeSet,
  /** A move down whose data has to go back too: the backup taken when leaving `to`. */
  restore: BackupRecord.nullable(),
});
export type AttemptRecord = z.infer<typeof AttemptRecord>;
