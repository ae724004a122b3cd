import { z } from 'zod';
import { Hex32, Ms, Seq } from './brands.ts';
import { Actor } from './intent.ts';
import { Tier } from './tier.ts';

/** One line of the hub's append-only log; `hash` = sha256 over the canonical JSON of all other fields, `previous` included. */
export const AuditEntry = z.object({
  /** Gapless from 1. */
  n: z.int().positive(),
  at: Ms,
  actor: Actor,
  /** What was done, such as `intent.confirmed`, `guard.paused`, `node.enrolled`, `token.created`. */
  action: z.string().max(60),
  tier: Tier.nullable(),
  /** What it was done to: a node id, an intent id, a token id. */
  subject: z.string().max(100),
  reason: z.string().max(500),
  intentId: z.uuid().nullable(),
  transaction: Hex32.nullable(),
  seqBefore: Seq.nullable(),
  seqAfter: Seq.nullable(),
  previous: Hex32,
  hash: Hex32,
});
export type AuditEntry = z.infer<typeof AuditEntry>;
