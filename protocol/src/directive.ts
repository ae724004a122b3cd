import { z } from 'zod';
import { Address, Hex32, ReleaseId, Sec, Seq } from './brands.ts';
import { Tier } from './tier.ts';

/** In the order of the contract's enum. */
export const DIRECTIVE_KINDS = ['none', 'rollout', 'rollback'] as const;

export const DirectiveKind = z.enum(DIRECTIVE_KINDS);
export type DirectiveKind = z.infer<typeof DirectiveKind>;

/** The longest reason text that the contract takes, in bytes of UTF-8. */
export const MAX_REASON_BYTES = 200;

/** What the contract wants of one tier; every change raises `seq` by one and hashes on from the head before. */
export const Directive = z.object({
  tier: Tier,
  seq: Seq,
  /** The seq at which the target last changed: names one rollout or rollback. */
  rolloutId: Seq,
  kind: DirectiveKind,
  target: ReleaseId,
  /** The release for nodes whose cohort is closed; proven fully open before. */
  baseline: ReleaseId,
  /** The highest id ever rolled back from. */
  withdrawn: ReleaseId,
  openThrough: z.int().min(0).max(255),
  /** Elapsed seconds of the rollout at which `openThrough` was reached. */
  openedAt: Sec,
  /** Seconds over which nodes spread their start. */
  spreadS: Sec,
  startedAt: Sec,
  paused: z.boolean(),
  pausedBy: Address.nullable(),
  pausedByGuardian: z.boolean(),
  pausedAt: Sec,
  pausedTotal: Sec,
  floor: ReleaseId,
  trust: z.object({ version: z.int().nonnegative(), digest: Hex32 }),
  previousHash: Hex32,
  headHash: Hex32,
});
export type Directive = z.infer<typeof Directive>;

/** In the order of the contract's enum. */
export const DIRECTIVE_ACTIONS = [
  'publish',
  'pause',
  'resume',
  'open',
  'rollback',
  'revoke',
  'raise-floor',
  'set-trust',
] as const;

export const DirectiveAction = z.enum(DIRECTIVE_ACTIONS);
export type DirectiveAction = z.infer<typeof DirectiveAction>;

/** One `DirectiveChanged` event of the contract, with where it stands in the chain. */
export const DirectiveChange = z.object({
  action: DirectiveAction,
  actor: Address,
  /** The release or cohort that the action was about, 0 where it has none. */
  subject: z.int().nonnegative(),
  reason: z.string(),
  directive: Directive,
  block: z.object({ number: z.int().nonnegative(), hash: Hex32, time: Sec }),
  transaction: Hex32,
});
export type DirectiveChange = z.infer<typeof DirectiveChange>;
