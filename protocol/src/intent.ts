import { z } from 'zod';
import { Address, Hex32, Ms, ReleaseId, Seq } from './brands.ts';
import { Reason } from './reason.ts';
import { Tier } from './tier.ts';

export const INTENT_KINDS = ['pause', 'resume', 'rollback', 'open'] as const;
export const IntentKind = z.enum(INTENT_KINDS);
export type IntentKind = z.infer<typeof IntentKind>;

export const INTENT_STATUSES = [
  'prepared',
  'confirmed',
  'signed',
  'sent',
  'mined',
  'final',
  'expired',
  'refused',
  'reverted',
  'superseded',
] as const;
export const IntentStatus = z.enum(INTENT_STATUSES);
export type IntentStatus = z.infer<typeof IntentStatus>;

/** A prepared intent must be confirmed within this; milliseconds. */
export const INTENT_EXPIRES_AFTER_MS = 5 * 60_000;

/** POST /api/v1/intents. `id` is the idempotency key, made by the client. */
export const IntentRequest = z.object({
  id: z.uuid(),
  kind: IntentKind,
  tier: Tier,
  /** The rollout that the admin was looking at: another one in the chain refuses the intent. */
  expectedRollout: Seq,
  /** Resume only: the seq that the admin was looking at. */
  expectedSeq: Seq.optional(),
  /** Rollback only. */
  to: ReleaseId.optional(),
  /** Open only. */
  cohort: z.int().positive().optional(),
  reason: Reason,
  /** Pause only: prepare, simulate and confirm in one request. */
  confirm: z.boolean().default(false),
});
export type IntentRequest = z.infer<typeof IntentRequest>;

/** POST /api/v1/intents/:id/confirm. */
export const ConfirmRequest = z.object({
  reason: Reason,
  /** Rollback only: the tier's name, typed by the admin. */
  typedTier: z.string().max(20).optional(),
});
export type ConfirmRequest = z.infer<typeof ConfirmRequest>;

/** What will happen to how many nodes, as far as known now. */
export const IntentPreview = z.object({
  /** One or more sentences for the admin. */
  text: z.string(),
  fast: z.int().nonnegative(),
  download: z.int().nonnegative(),
  cannot: z.int().nonnegative(),
  untouched: z.int().nonnegative(),
  cannotReasons: z.array(z.object({ code: z.string(), nodes: z.int().positive() })),
  data: z.enum(['compatible', 'restore', 'irreversible']).nullable(),
});
export type IntentPreview = z.infer<typeof IntentPreview>;

/** Each step that the page shows, with its time once reached. */
export const INTENT_STAGES = ['confirmed', 'sent', 'in-block', 'final', 'picked-up', 'done'] as const;
export const IntentStage = z.object({ stage: z.enum(INTENT_STAGES), at: Ms.nullable(), detail: z.string() });
export type IntentStage = z.infer<typeof IntentStage>;

export const Actor = z.object({
  kind: z.enum(['user', 'guard', 'gate', 'cli', 'chain', 'system']),
  /** A Grafana login, an address, or empty. */
  name: z.string(),
});
export type Actor = z.infer<typeof Actor>;

/** An admin's, the guard's or the gate's action. */
export const Intent = z.object({
  id: z.uuid(),
  kind: IntentKind,
  tier: Tier,
  expectedRollout: Seq,
  expectedSeq: Seq.nullable(),
  to: ReleaseId.nullable(),
  cohort: z.int().positive().nullable(),
  reason: z.string(),
  actor: Actor,
  status: IntentStatus,
  createdAt: Ms,
  expiresAt: Ms,
  preview: IntentPreview,
  stages: z.array(IntentStage),
  transaction: z.object({ hash: Hex32, block: z.int().nonnegative().nullable(), from: Address }).nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type Intent = z.infer<typeof Intent>;
