import { type BlockRef, type ChainView, type Release, type ReleaseId, type Tier } from '@noderr/protocol';
import { type Agreed, type QuorumReport } from '../../reader/chain-reading.ts';
import { pause } from '../../transactions/pause.ts';
import { type ChainAccess, NOTHING, unreadable } from '../chain-access.ts';
import { CliError } from '../cli-error.ts';
import { type Output } from '../output.ts';
import { type TierChain } from './tier-chain.ts';

/** How long our endpoints may take to reach the hub's block, and how often they are asked; milliseconds. */
const REACH_TIMEOUT_MS = 60_000;
const REACH_INTERVAL_MS = 1_000;

export interface FinalTiers {
  block: BlockRef;
  quorum: QuorumReport;
  views: ReadonlyMap<Tier, ChainView>;
}

/** The tiers at a final block that is no older than `height`. @throws CliError */
export async function readFinalTiers(
  chain: ChainAccess,
  tiers: readonly Tier[],
  height: number,
  output: Output,
  signal: AbortSignal,
): Promise<FinalTiers> {
  const deadline = Date.now() + REACH_TIMEOUT_MS;
  let told = false;
  for (;;) {
    const { views, block, quorum } = await finalViews(chain, tiers, signal);
    if (block.number >= height)
      return { block, quorum, views: new Map(views.map((view) => [view.directive.tier, view])) };
    if (Date.now() > deadline) {
      const message = `the endpoints are at final block ${block.number}, the hub shows block ${height}`;
      throw new CliError('unavailable', 'chain/behind', message, 'give other --rpc endpoints, or try again later');
    }
    if (!told) output.note(`waiting until the endpoints have the hub's block ${height} as final (now ${block.number})`);
    told = true;
    await pause(REACH_INTERVAL_MS, signal);
  }
}

async function finalViews(chain: ChainAccess, tiers: readonly Tier[], signal: AbortSignal): Promise<Agreed> {
  const questions = tiers.map((tier) => ({ tier, current: NOTHING }));
  const reading = await chain.reader.readViews(questions, signal);
  if (reading.kind === 'final') return reading;
  throw unreadable(reading);
}

/** A tier's whole final history from the contract's events, checked against its directive. @throws CliError */
export async function readTierChain(
  chain: ChainAccess,
  { directive }: ChainView,
  signal: AbortSignal,
): Promise<TierChain> {
  const { tier, seq, headHash } = directive;
  const history = await chain.reader.changes(tier, chain.deployment.deploymentBlock, signal);
  if (history.kind !== 'final') throw unreadable(history);
  const { changes, through } = history;
  const isWhole = changes.every((change, index) => change.directive.seq === index + 1);
  if (!isWhole || (seq > 0 && changes[seq - 1]?.directive.headHash !== headHash)) {
    const message = `the events of ${tier} do not lead to its directive at seq ${seq}`;
    throw new CliError('unavailable', 'chain/history-gap', message, 'an endpoint may keep no old events: give others');
  }
  const releases = new Map<ReleaseId, Release>();
  for (const { action, subject } of changes) {
    if (action !== 'publish') continue;
    const release = await readRelease(chain, tier, subject as ReleaseId, signal);
    releases.set(release.id, release);
  }
  const latest = await chain.reader.readLatest(tier, NOTHING, signal);
  if (latest.kind !== 'latest') throw unreadable(latest);
  return { tier, changes, releases, through, latestSeq: latest.view.directive.seq };
}

async function readRelease(chain: ChainAccess, tier: Tier, id: ReleaseId, signal: AbortSignal): Promise<Release> {
  const reading = await chain.reader.readRelease(tier, id, signal);
  if (reading.kind !== 'final') throw unreadable(reading);
  if (reading.release) return reading.release;
  throw new CliError('unavailable', 'chain/malformed-view', `release ${id} of ${tier} was announced and is not there`);
}

/** The chain's block at a final height, by quorum. @throws CliError */
export async function readBlock(chain: ChainAccess, height: number, signal: AbortSignal): Promise<BlockRef> {
  const reading = await chain.reader.readBlock(height, signal);
  if (reading.kind === 'final') return reading.block;
  throw unreadable(reading);
}
