import {
  eventId,
  type FiledOutcome,
  Hex32,
  type Ms,
  nodeIdOf,
  type OutcomeEvent,
  type ReceiptEntry,
  Tier,
} from '@noderr/protocol';
import { isSignedBy } from '../../receipts/compact-jws.ts';
import { type OutcomeReceipt, parseReceipt } from '../../receipts/outcome-receipt.ts';
import { verifyingKey } from '../../receipts/verifying-key.ts';
import { expectedMoves } from './expected-moves.ts';
import { type Finding, type FindingCode } from './finding.ts';
import { outcomeText, provenOutcome, type ProvenOutcome } from './proven-outcome.ts';
import { changeAt, type TierChain } from './tier-chain.ts';

export interface Verdict {
  /** Null where nothing is proven of this attempt. */
  proven: ProvenOutcome | null;
  /** True where its seq is not final yet: to be judged another time. */
  notFinal: boolean;
  findings: Finding[];
}

type Fault = Pick<Finding, 'code' | 'message'>;

/** What is known beside the receipts. */
export interface Yardstick {
  chains: ReadonlyMap<Tier, TierChain>;
  /** When the hub was asked, by its clock, before the chain was: what came since may name changes that are newer. */
  askedAt: Ms;
}

/** Whether a node signed this outcome, whether the hub files it so, and whether the chain asked for it. */
export function judgeReceipt(entry: ReceiptEntry, { chains, askedAt }: Yardstick): Verdict {
  const receipt = entry.receipt === null ? undefined : parseReceipt(entry.receipt);
  const unproven = proofFault(entry, receipt);
  if (unproven || !receipt) {
    const faults = unproven ? [unproven] : [];
    return { proven: null, notFinal: false, findings: faults.map((fault) => findingOf(fault, entry)) };
  }
  const { event } = receipt;
  const chain = chains.get(event.tier);
  const isNewer = chain !== undefined && event.seq > lastSeq(chain);
  const notFinal = isNewer && (event.seq <= chain.latestSeq || entry.receivedAt > askedAt);
  const faults = [filingFault(entry.filed, event), chain && !notFinal ? chainFault(event, chain) : null];
  return {
    proven: provenOutcome(event, entry.receivedAt),
    notFinal,
    findings: faults.filter((fault) => fault !== null).map((fault) => findingOf(fault, entry, event)),
  };
}

function proofFault(entry: ReceiptEntry, receipt: OutcomeReceipt | undefined): Fault | null {
  if (entry.receipt === null) {
    const says = entry.filed ? outcomeText(entry.filed) : 'an outcome';
    return { code: 'receipt/missing', message: `the hub files ${says} and has no receipt of it` };
  }
  if (!receipt) return { code: 'receipt/malformed', message: 'what the hub keeps as its receipt is none' };
  const { event, jws } = receipt;
  const key = Hex32.safeParse(entry.publicKey).data;
  if (key === undefined) return { code: 'receipt/foreign-key', message: 'the hub has no key of this node' };
  if (nodeIdOf(key) !== event.nodeId) {
    return { code: 'receipt/foreign-key', message: `the key that came with it is not that of node ${event.nodeId}` };
  }
  if (!isSignedByKey(jws, key)) return { code: 'receipt/bad-signature', message: 'the node did not sign this receipt' };
  const { nodeId, attemptId, n, id } = event;
  if (nodeId !== entry.nodeId || attemptId !== entry.attemptId || id !== eventId(nodeId, attemptId, n)) {
    const whose = `attempt ${attemptId} of node ${nodeId} in rollout ${event.rolloutId}`;
    return { code: 'receipt/misfiled', message: `the receipt in its place is that of ${whose}` };
  }
  return null;
}

function isSignedByKey(jws: OutcomeReceipt['jws'], publicKey: Hex32): boolean {
  try {
    return isSignedBy(jws, verifyingKey(publicKey));
  } catch {
    // Fails closed: 32 bytes that are no key have signed nothing.
    return false;
  }
}

const FILED = ['tier', 'rolloutId', 'from', 'to', 'outcome', 'code', 'at'] as const satisfies (keyof FiledOutcome)[];

function filingFault(filed: FiledOutcome | null, event: OutcomeEvent): Fault | null {
  if (!filed) return { code: 'receipt/hidden', message: `the hub hides that the node signed ${outcomeText(event)}` };
  const wrong = FILED.filter((field) => filed[field] !== event[field]);
  if (wrong.length === 0) return null;
  const parts = wrong.map((field) => `${field} ${String(filed[field])} where the node signed ${String(event[field])}`);
  return { code: 'receipt/contradicted', message: `the hub files ${parts.join(', ')}` };
}

function chainFault(event: OutcomeEvent, chain: TierChain): Fault | null {
  const { tier, seq, rolloutId, nodeId, from, to } = event;
  const change = changeAt(chain, seq);
  if (!change) return { code: 'receipt/unknown-seq', message: `the chain never had seq ${seq} of ${tier}` };
  if (change.directive.rolloutId !== rolloutId) {
    const message = `seq ${seq} of ${tier} belongs to rollout ${change.directive.rolloutId}, not ${rolloutId}`;
    return { code: 'receipt/wrong-rollout', message };
  }
  const moves = expectedMoves(chain, change, nodeId, from);
  if (moves.has(to)) return null;
  const wanted = moves.size === 0 ? 'stay there' : `go to ${[...moves].join(' or ')}`;
  const message = `the node went from release ${from} to ${to}; at seq ${seq} the chain wanted it to ${wanted}`;
  return { code: 'receipt/not-wanted', message };
}

function lastSeq({ changes }: TierChain): number {
  return changes.at(-1)?.directive.seq ?? 0;
}

function findingOf(
  { code, message }: { code: FindingCode; message: string },
  { nodeId, attemptId, filed }: ReceiptEntry,
  event?: OutcomeEvent,
): Finding {
  // Told where the hub shows it; only what it hides stands where the node signed it.
  const tier = Tier.safeParse(filed?.tier).data ?? event?.tier ?? null;
  return { code, tier, rolloutId: filed?.rolloutId ?? event?.rolloutId ?? null, nodeId, attemptId, message };
}
