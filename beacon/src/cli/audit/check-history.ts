import {
  type Ms,
  pastRolloutFigures,
  type Release,
  type RolloutHistory,
  type RolloutSpan,
  rolloutSpans,
  type RolloutSummary,
  type Seq,
} from '@noderr/protocol';
import { differenceText, fieldDifferences } from './field-differences.ts';
import { type Finding, type FindingCode } from './finding.ts';
import { type OutcomeBook } from './outcome-book.ts';
import { type TierChain } from './tier-chain.ts';

export interface HistoryInput {
  chain: TierChain;
  history: RolloutHistory;
  /** The hub showed it before, so that its history must have it and all before it. */
  knownThrough: Seq;
  book: OutcomeBook;
}

/** Compares the rows of the hub's history with the chain's, and the figures of past ones with the receipts. */
export function checkHistory({ chain, history, knownThrough, book }: HistoryInput): Finding[] {
  const { tier } = chain;
  const findings: Finding[] = [];
  const note = (code: FindingCode, rolloutId: number, message: string): void => {
    findings.push({ code, tier, rolloutId, nodeId: null, attemptId: null, message });
  };
  const rows = new Map(history.rollouts.filter((row) => row.tier === tier).map((row) => [row.rolloutId, row]));
  const spans = rolloutSpans(chain.changes);

  for (const span of spans) {
    const { rolloutId } = span.first.directive;
    const row = rows.get(rolloutId);
    rows.delete(rolloutId);
    if (!row) {
      if (rolloutId <= knownThrough) note('history/missing-rollout', rolloutId, 'the hub does not show this rollout');
      continue;
    }
    // One that has ended since the hub was asked may still be open there.
    const next =
      span.next && (row.endedAt !== null || span.next.directive.rolloutId <= knownThrough) ? span.next : null;
    const outcomes = book.lastOf(tier, rolloutId, history.now);
    const expected = expectedRow(row, { ...span, next }, chain, outcomes.values());
    for (const difference of fieldDifferences(row, expected)) {
      note('history/differs', rolloutId, differenceText(difference));
    }
  }
  for (const [rolloutId, { kind, target }] of rows) {
    note('history/unknown-rollout', rolloutId, `the chain knows no ${kind} to release ${target} with this id`);
  }
  return findings;
}

/** The row as it should be; who started it is the hub's word, and the present one's figures are those of the view. */
function expectedRow(
  row: RolloutSummary,
  span: RolloutSpan,
  { releases }: TierChain,
  outcomes: Parameters<typeof pastRolloutFigures>[2],
): RolloutSummary {
  const { first, before, next } = span;
  const { target, kind } = first.directive;
  const release = releases.get(target);
  return {
    ...row,
    kind: kind === 'rollback' ? 'rollback' : 'rollout',
    fromVersion: before ? versionOf(releases.get(before.directive.target)) : null,
    toVersion: versionOf(release),
    target,
    startedAt: blockTimeMs(first.block.time),
    endedAt: next && blockTimeMs(next.block.time),
    reason: first.reason,
    ...(next ? pastRolloutFigures(span, release?.plan ?? null, outcomes) : {}),
  };
}

function versionOf(release: Release | undefined): RolloutSummary['toVersion'] {
  return release?.version ?? null;
}

/** As the hub shows block time. */
function blockTimeMs(time: number): Ms {
  return (time * 1000) as Ms;
}
