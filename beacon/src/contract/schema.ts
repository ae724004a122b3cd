import {
  Address,
  DATA_POLICIES,
  Directive,
  DIRECTIVE_ACTIONS,
  DIRECTIVE_KINDS,
  onOneLine,
  Release,
  type Tier,
  TIERS,
  unpackVersion,
} from '@noderr/protocol';
import { z } from 'zod';
import { textOfHex } from './hex.ts';

const NO_ADDRESS = `0x${'0'.repeat(40)}`;

const Int = z.bigint().max(BigInt(Number.MAX_SAFE_INTEGER), 'does not fit a safe integer').transform(Number);
const Text = z.string().transform(textOfHex);

function enumOf<const Names extends readonly string[]>(names: Names): z.ZodType<Names[number]> {
  return Int.transform((index, context): Names[number] => {
    const name = names[index];
    if (name !== undefined) return name;
    context.addIssue({ code: 'custom', message: `no such enum value: ${index}` });
    return z.NEVER;
  });
}

const RawAction = enumOf(DIRECTIVE_ACTIONS);
const RawPolicy = enumOf(DATA_POLICIES);
const RawTier = enumOf(TIERS);

/** The contract's Release struct; pipes into protocol's Release. */
const RawRelease = z
  .object({
    tier: RawTier,
    id: Int,
    version: z.bigint().transform((packed): string => unpackVersion(packed)),
    minFrom: Int,
    data: RawPolicy,
    plan: z.object({
      canaryBps: Int,
      cohortBps: Int,
      cohortDelay: Int,
      gated: z.boolean(),
      salt: z.string(),
    }),
    notesUri: Text,
    publishedAt: Int,
    publisher: z.string(),
    revoked: z.boolean(),
    contentHash: z.string(),
    components: z.array(z.object({ service: Text, repository: Text, digest: z.string() })),
  })
  .pipe(Release);

/** The contract returns an empty struct (id 0) where there is no release. */
export const RawReleaseOrNone = z.union([z.object({ id: z.literal(0n) }).transform(() => null), RawRelease]);

const RawDirectiveShape = z.object({
  seq: Int,
  rolloutId: Int,
  kind: enumOf(DIRECTIVE_KINDS),
  target: Int,
  baseline: Int,
  withdrawn: Int,
  openThrough: Int,
  openedAt: Int,
  spread: Int,
  startedAt: Int,
  paused: z.boolean(),
  pausedBy: z.string(),
  pausedByGuardian: z.boolean(),
  pausedAt: Int,
  pausedTotal: Int,
  floor: Int,
  trustVersion: Int,
  trustDigest: z.string(),
  previousHash: z.string(),
  headHash: z.string(),
});

/** The contract's Directive struct, which does not name its own tier. */
export function rawDirective(tier: Tier): z.ZodType<Directive> {
  return RawDirectiveShape.transform(({ spread, pausedBy, trustVersion, trustDigest, ...rest }) => ({
    ...rest,
    tier,
    spreadS: spread,
    pausedBy: pausedBy === NO_ADDRESS ? null : pausedBy,
    trust: { version: trustVersion, digest: trustDigest },
  })).pipe(Directive);
}

/** The envelope of `chainView`'s answer; the structs inside are parsed with the tier in hand. */
export const RawChainView = z.object({
  chainId: Int,
  deploymentBlock: Int,
  blockNumber: Int,
  blockTime: Int,
  current: Int,
  directive: z.record(z.string(), z.unknown()),
  target: RawReleaseOrNone,
  baseline: RawReleaseOrNone,
  targetStones: z.array(RawRelease),
  baselineStones: z.array(RawRelease),
  descent: RawPolicy,
});

export const RawDirectiveChanged = z.object({
  tier: RawTier,
  seq: Int,
  action: RawAction,
  actor: Address,
  subject: Int,
  reason: Text.transform(onOneLine),
  directive: z.record(z.string(), z.unknown()),
});
