import { z } from 'zod';
import { Ms } from '../brands.ts';
import { AuditEntry } from '../audit-entry.ts';
import { Reason } from '../reason.ts';
import { NodeTier, Tier } from '../tier.ts';

/** GET /api/v1/audit?before=&limit=&tier=&action= ; newest first. */
export const AuditQuery = z.object({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  tier: Tier.optional(),
  action: z.string().max(60).optional(),
});
export const AuditPage = z.object({
  now: Ms,
  entries: z.array(AuditEntry),
  nextBefore: z.int().nullable(),
  /** Whether the hash chain of the whole log holds, and its length. */
  chain: z.object({ verified: z.boolean(), length: z.int().nonnegative(), brokenAt: z.int().nullable() }),
});
export type AuditPage = z.infer<typeof AuditPage>;

/** A join token as it may be shown: never the token itself. */
export const JoinTokenRow = z.object({
  id: z.uuid(),
  tier: NodeTier,
  createdAt: Ms,
  createdBy: z.string(),
  expiresAt: Ms,
  status: z.enum(['open', 'used', 'expired', 'revoked']),
  usedBy: z.string().nullable(),
});
export type JoinTokenRow = z.infer<typeof JoinTokenRow>;

/** GET /api/v1/tokens (admin) */
export const JoinTokenList = z.object({ now: Ms, tokens: z.array(JoinTokenRow) });
export type JoinTokenList = z.infer<typeof JoinTokenList>;

/** POST /api/v1/tokens (admin); the token is shown once. */
export const CreateJoinToken = z.object({
  id: z.uuid(),
  tier: NodeTier,
  ttlMinutes: z.int().min(5).max(10_080).default(60),
});
export const CreatedJoinToken = z.object({ row: JoinTokenRow, token: z.string() });
export type CreatedJoinToken = z.infer<typeof CreatedJoinToken>;

/** POST /api/v1/nodes/:id/{suspend,resume,forget} (admin) */
export const NodeAction = z.object({ reason: Reason, typedId: z.string().max(80).optional() });

/** GET /api/v1/whoami (read secret) and GET /api/v1/whoami/admin (admin secret): the config page's connection test. */
export const WhoAmI = z.object({
  /** Each check with its own result and, where it failed, what to do. */
  checks: z.array(
    z.object({
      check: z.enum(['read-secret', 'admin-secret', 'id-token', 'issuer', 'audience', 'user-type', 'role', 'chain']),
      ok: z.boolean(),
      message: z.string(),
    }),
  ),
  user: z.object({ login: z.string(), role: z.string() }).nullable(),
  hubVersion: z.string(),
});
export type WhoAmI = z.infer<typeof WhoAmI>;
