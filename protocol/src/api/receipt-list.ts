import { z } from 'zod';
import { Ms } from '../brands.ts';
import { Tier } from '../tier.ts';

/** GET /api/v1/receipts?tier=&rolloutId=&after=&limit= ; oldest first, `after` is the `next` of the page before. */
export const ReceiptQuery = z.object({
  tier: Tier.optional(),
  rolloutId: z.coerce.number().int().positive().optional(),
  after: z
    .string()
    .max(400)
    .regex(/^[\w-]+$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});
export type ReceiptQuery = z.infer<typeof ReceiptQuery>;

/** How the hub files an ended attempt: what its pages are made from. */
export const FiledOutcome = z.object({
  tier: z.string(),
  rolloutId: z.int(),
  from: z.int(),
  to: z.int(),
  outcome: z.string(),
  code: z.string().nullable(),
  /** The node's clock. */
  at: z.int().nullable(),
});
export type FiledOutcome = z.infer<typeof FiledOutcome>;

/**
 * An outcome's receipt beside what the hub makes of it. All of it is as stored and was not checked again, so that
 * edited rows are shown too: whoever reads it must judge it.
 */
export const ReceiptEntry = z.object({
  nodeId: z.string(),
  attemptId: z.string(),
  /** The hub's clock. */
  receivedAt: z.int(),
  /** The compact JWS that the node signed; null where the hub files an outcome without one. */
  receipt: z.string().nullable(),
  /** The node's first public key, of which its id is the keccak256; raw Ed25519, hex with 0x. */
  publicKey: z.string().nullable(),
  /** Null where the hub has the receipt but files no outcome. */
  filed: FiledOutcome.nullable(),
});
export type ReceiptEntry = z.infer<typeof ReceiptEntry>;

export const ReceiptPage = z.object({
  now: Ms,
  receipts: z.array(ReceiptEntry),
  /** Pass it as `after` to go on; null at the end. */
  next: z.string().nullable(),
});
export type ReceiptPage = z.infer<typeof ReceiptPage>;
