import { type Ms, type Seq, type Tier } from '@noderr/protocol';
import { type ChainAccess } from '../chain-access.ts';
import { CliError } from '../cli-error.ts';
import { type HubReader } from '../hub-reader.ts';
import { type Output } from '../output.ts';
import { type AuditReport } from './audit-report.ts';
import { auditTier, type TierClaims } from './audit-tier.ts';
import { isOfRollout } from './finding.ts';
import { readClaims, receiptPages } from './read-claims.ts';
import { readBlock, readFinalTiers, readTierChain } from './read-tier-chain.ts';
import { createReceiptTally } from './receipt-tally.ts';
import { type TierChain } from './tier-chain.ts';

export interface AuditScope {
  tiers: readonly Tier[];
  /** Only one rollout of the one tier. */
  rolloutId: Seq | undefined;
}

/**
 * Reads first what the hub shows, then the chain, then the receipts: so neither chain nor receipts can be older than
 * what is checked with them.
 *
 * @throws CliError when hub or chain cannot be read
 */
export async function runAudit(
  { tiers, rolloutId }: AuditScope,
  hub: HubReader,
  chain: ChainAccess,
  output: Output,
  signal: AbortSignal,
): Promise<AuditReport> {
  const claims = new Map<Tier, TierClaims>();
  for (const tier of tiers) claims.set(tier, await readClaims(hub, tier, signal));
  const shown = [...claims.values()];
  const height = Math.max(0, ...shown.map(({ evidence }) => evidence.view.asOf.number));
  const final = await readFinalTiers(chain, tiers, height, output, signal);

  const chains = new Map<Tier, TierChain>();
  for (const view of final.views.values()) {
    const read = await readTierChain(chain, view, signal);
    chains.set(read.tier, read);
    output.note(`${read.tier}: ${read.changes.length} changes and ${read.releases.size} releases read from the chain`);
  }
  checkKnown(rolloutId, claims, chains);

  const hubAt = Math.max(...shown.map(({ history }) => history.now)) as Ms;
  const tally = createReceiptTally({ chains, askedAt: hubAt });
  // Of one rollout too: what a node runs may be its last word of another one.
  for await (const entries of receiptPages(hub, tiers.length === 1 ? tiers[0] : undefined, signal)) {
    tally.take(entries);
    output.note(`${tally.counts.read} receipts read`);
  }

  const reports = [];
  for (const [tier, tierClaims] of claims) {
    const tierChain = chains.get(tier);
    if (!tierChain) throw new RangeError(`no view of ${tier} was read`);
    const block = await readBlock(chain, tierClaims.evidence.view.asOf.number, signal);
    const receiptFindings = tally.findings.filter((finding) => finding.tier === tier);
    reports.push(
      auditTier({ chain: tierChain, claims: tierClaims, block, book: tally.book, receiptFindings, rolloutId }),
    );
  }
  const nowhere = tally.findings.filter(
    (finding) => finding.tier === null && isOfRollout(finding.rolloutId, rolloutId),
  );
  const findings = [...reports.flatMap((report) => report.findings), ...nowhere];
  return {
    proven: findings.length === 0,
    tiers: reports,
    findings,
    receipts: tally.counts,
    hubAt,
    block: final.block,
    quorum: final.quorum,
  };
}

/** A rollout that neither the chain nor the hub knows is a typing error. */
function checkKnown(
  rolloutId: Seq | undefined,
  claims: ReadonlyMap<Tier, TierClaims>,
  chains: ReadonlyMap<Tier, TierChain>,
): void {
  if (rolloutId === undefined) return;
  const onChain = [...chains.values()].some(({ changes }) => changes.some(isOf(rolloutId)));
  const atHub = [...claims.values()].some(({ history }) => history.rollouts.some((row) => row.rolloutId === rolloutId));
  if (onChain || atHub) return;
  throw new CliError(
    'usage',
    'audit/unknown-rollout',
    `there is no rollout ${rolloutId} of this tier`,
    'leave --rollout out to see them all',
  );
}

function isOf(rolloutId: Seq): (change: { directive: { rolloutId: Seq; kind: string } }) => boolean {
  return ({ directive }) => directive.kind !== 'none' && directive.rolloutId === rolloutId;
}
