import {
  type BlockRef,
  pastRolloutFigures,
  type RolloutEvidence,
  type RolloutHistory,
  rolloutSpans,
  type RolloutSpan,
  type Seq,
} from '@noderr/protocol';
import { type RolloutLine, type TierReport } from './audit-report.ts';
import { checkHistory } from './check-history.ts';
import { type CheckedView, checkView } from './check-view.ts';
import { type Finding, isOfRollout } from './finding.ts';
import { type OutcomeBook } from './outcome-book.ts';
import { type TierChain } from './tier-chain.ts';

/** What the hub shows of a tier. */
export interface TierClaims {
  evidence: RolloutEvidence;
  /** Asked for after the evidence. */
  history: RolloutHistory;
}

export interface TierAuditInput {
  chain: TierChain;
  claims: TierClaims;
  /** The chain's block at the height that the evidence's view names. */
  block: BlockRef;
  book: OutcomeBook;
  /** What the receipts of this tier themselves showed. */
  receiptFindings: readonly Finding[];
  /** Only this rollout, where it is given. */
  rolloutId: Seq | undefined;
}

/** Compares all that the hub shows of a tier with what its chain and its nodes' receipts say. */
export function auditTier(input: TierAuditInput): TierReport {
  const { chain, claims, block, book, rolloutId } = input;
  const { evidence, history } = claims;
  const isWanted = (id: number | null): boolean => isOfRollout(id, rolloutId);
  const present = evidence.view.rolloutId;
  const outcomes = book.lastOf(chain.tier, present, evidence.now);
  const lastWords = book.lastWords(chain.tier, evidence.now);
  const checked = isWanted(present) ? checkView({ chain, evidence, block, outcomes, lastWords }) : null;
  const inHistory = checkHistory({ chain, history, knownThrough: present, book });

  const told = new Set(input.receiptFindings.map(subjectOf));
  // A node whose receipt was found wrong already is not told a second time.
  const inView = (checked?.findings ?? []).filter(
    (finding) => finding.nodeId === null || !told.has(subjectOf(finding)),
  );
  const findings = [...input.receiptFindings, ...inView, ...inHistory].filter((one) => isWanted(one.rolloutId));
  const spans = rolloutSpans(chain.changes).filter(({ first }) => isWanted(first.directive.rolloutId));
  return {
    tier: chain.tier,
    rollouts: spans.map((span) => rolloutLine(span, { ...input, findings }, checked)).reverse(),
    view: checked?.view ?? null,
    hubWord: checked?.hubWord ?? null,
    findings,
  };
}

function subjectOf({ nodeId, rolloutId }: Finding): string {
  return `${nodeId ?? ''}/${rolloutId ?? ''}`;
}

function rolloutLine(
  span: RolloutSpan,
  { chain, book, claims, findings }: TierAuditInput & { findings: readonly Finding[] },
  checked: CheckedView | null,
): RolloutLine {
  const { target, kind, rolloutId } = span.first.directive;
  const release = chain.releases.get(target);
  const isShown = checked?.view.rolloutId === rolloutId;
  const last = book.lastOf(chain.tier, rolloutId, claims.history.now);
  const past = pastRolloutFigures(span, release?.plan ?? null, last.values());
  return {
    tier: chain.tier,
    rolloutId,
    kind: kind === 'rollback' ? 'rollback' : 'rollout',
    target,
    version: release?.version ?? null,
    status: isShown ? checked.view.status : past.status,
    present: span.next === null,
    receipts: book.count(chain.tier, rolloutId),
    findings: findings.filter((finding) => finding.rolloutId === rolloutId).length,
  };
}
