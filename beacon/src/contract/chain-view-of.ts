import {
  type Address,
  type BlockRef,
  ChainView,
  type Directive,
  type DirectiveAction,
  type Hex32,
  type Release,
  type ReleaseId,
  type Tier,
  TIERS,
} from '@noderr/protocol';
import { z } from 'zod';
import { type AbiRecord, AbiError, type AbiValue } from './abi-codec.ts';
import { decodeEvent, decodeResult, encodeCall } from './beacon-abi.ts';
import { contentHashOf, headHashOf } from './content-hash.ts';
import { type HexData, ZERO_HASH } from './hex.ts';
import { RawChainView, rawDirective, RawDirectiveChanged, RawReleaseOrNone } from './schema.ts';

/** The contract's number of a tier. */
export function tierIndex(tier: Tier): bigint {
  return BigInt(TIERS.indexOf(tier));
}

export function chainViewCall(tier: Tier, current: ReleaseId): HexData {
  return encodeCall('chainView', { tier: tierIndex(tier), current: BigInt(current) });
}

/** What the asker knows of the answer before it comes. */
export interface ViewContext {
  tier: Tier;
  current: ReleaseId;
  chainId: number;
  beacon: Address;
  block: BlockRef;
  deploymentBlockHash: Hex32;
}

/**
 * The answer of `chainView` in protocol's words, with its hashes recomputed; the stone below `current` is not in the
 * answer, so the content hash of a release that stands on it is not recomputed (the quorum compares its bytes).
 * @throws AbiError when it is malformed or contradicts itself or what was asked
 */
export function chainViewOf(data: HexData, context: ViewContext): ChainView {
  const raw = onlyRecord(decodeResult('chainView', data));
  // blockNumber is not compared: on some rollups it is that of the layer below.
  const { directive: rawHead, blockTime, ...view } = parse(RawChainView, raw);
  const directive = parse(rawDirective(context.tier), rawHead);
  const problem =
    problemOfEnvelope({ ...view, blockTime }, context) ??
    problemOfReleases(raw, { ...view, directive }) ??
    problemOfHead(raw, directive, view.target, view.baseline);
  if (problem !== undefined) throw new AbiError(`chainView: ${problem}`);
  const { beacon, block, deploymentBlockHash } = context;
  return parse(ChainView, { ...view, directive, beacon, block, deploymentBlockHash });
}

/** The block of the contract's deployment, as the contract itself says. */
export function deploymentBlockOf(data: HexData): number {
  return parse(RawChainView, onlyRecord(decodeResult('chainView', data))).deploymentBlock;
}

export function directiveOf(data: HexData, tier: Tier): Directive {
  return parse(rawDirective(tier), onlyRecord(decodeResult('directive', data)));
}

/** The answer of `release`, null for an id that was never published. */
export function releaseOf(data: HexData): Release | null {
  return parse(RawReleaseOrNone, onlyRecord(decodeResult('release', data)));
}

export interface DecodedChange {
  action: DirectiveAction;
  actor: Address;
  subject: number;
  reason: string;
  directive: Directive;
}

export function directiveChangeOf(log: { topics: readonly string[]; data: HexData }): DecodedChange {
  const { tier, seq, directive: raw, ...rest } = parse(RawDirectiveChanged, decodeEvent('DirectiveChanged', log));
  const directive = parse(rawDirective(tier), raw);
  if (directive.seq !== seq) throw new AbiError('DirectiveChanged: two different seqs');
  return { ...rest, directive };
}

function problemOfEnvelope(
  view: { chainId: number; current: number; blockTime: number },
  context: ViewContext,
): string | undefined {
  if (view.current !== context.current) return 'answers another question';
  if (view.chainId !== context.chainId) return 'another chain id';
  if (view.blockTime !== context.block.time) return 'time of another block';
  return undefined;
}

function problemOfReleases(
  raw: AbiRecord,
  view: Pick<ChainView, 'target' | 'baseline' | 'targetStones' | 'baselineStones'> & { directive: Directive },
): string | undefined {
  const { directive, target, baseline } = view;
  if ((target?.id ?? 0) !== directive.target) return 'the target is another release';
  if ((baseline?.id ?? 0) !== directive.baseline) return 'the baseline is another release';
  for (const [key, releases] of [
    ['target', [...view.targetStones, ...(target ? [target] : [])]],
    ['baseline', [...view.baselineStones, ...(baseline ? [baseline] : [])]],
  ] as const) {
    if (releases.some((release) => release.tier !== directive.tier)) return `${key}: a release of another tier`;
    const problem = problemOfPath(rawPath(raw, key), releases);
    if (problem !== undefined) return `${key}: ${problem}`;
  }
  return undefined;
}

/** Each release of a path stands on the one before it; the first stands on one that is not here, or on nothing. */
function problemOfPath(raws: readonly AbiRecord[], path: readonly Release[]): string | undefined {
  for (const [index, release] of path.entries()) {
    const before = path[index - 1];
    if (before && release.minFrom !== before.id) return `stone ${before.id} does not lead to ${release.id}`;
    if (!before && release.minFrom !== 0) continue;
    const raw = raws[index];
    if (!raw || contentHashOf(raw, before?.contentHash ?? ZERO_HASH) !== release.contentHash) {
      return `release ${release.id} has another hash than its content`;
    }
  }
  return undefined;
}

function problemOfHead(
  raw: AbiRecord,
  directive: Directive,
  target: Release | null,
  baseline: Release | null,
): string | undefined {
  if (directive.seq === 0) return directive.headHash === ZERO_HASH ? undefined : 'a head without a change';
  const hash = headHashOf(
    record(raw['directive']),
    target?.contentHash ?? ZERO_HASH,
    baseline?.contentHash ?? ZERO_HASH,
  );
  return hash === directive.headHash ? undefined : 'the head hash does not fit the directive';
}

function rawPath(raw: AbiRecord, key: 'target' | 'baseline'): AbiRecord[] {
  const stones = raw[`${key}Stones`];
  return [...(Array.isArray(stones) ? stones.map(record) : []), record(raw[key])];
}

function onlyRecord(result: AbiRecord): AbiRecord {
  return record(result['0']);
}

function record(value: AbiValue | undefined): AbiRecord {
  if (typeof value === 'object' && !Array.isArray(value)) return value as AbiRecord;
  throw new AbiError('expected a struct');
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new AbiError(`the contract's answer does not fit: ${z.prettifyError(result.error)}`, { cause: result.error });
}
