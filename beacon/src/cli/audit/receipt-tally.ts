import { type ReceiptEntry } from '@noderr/protocol';
import { type AuditReport } from './audit-report.ts';
import { type Finding } from './finding.ts';
import { judgeReceipt, type Yardstick } from './judge-receipt.ts';
import { createOutcomeBook, type OutcomeBook } from './outcome-book.ts';

/** Judges receipts as they come and keeps only what the report needs of them. */
export interface ReceiptTally {
  take(entries: readonly ReceiptEntry[]): void;
  readonly book: OutcomeBook;
  readonly findings: readonly Finding[];
  readonly counts: Readonly<AuditReport['receipts']>;
}

export function createReceiptTally(yardstick: Yardstick): ReceiptTally {
  const book = createOutcomeBook();
  const findings: Finding[] = [];
  const counts = { read: 0, proven: 0, notFinal: 0 };
  return {
    book,
    findings,
    counts,
    take(entries) {
      for (const entry of entries) {
        const verdict = judgeReceipt(entry, yardstick);
        findings.push(...verdict.findings);
        counts.read += 1;
        if (verdict.notFinal) counts.notFinal += 1;
        if (!verdict.proven) continue;
        counts.proven += 1;
        const repeated = book.add(verdict.proven);
        if (repeated) findings.push(repeated);
      }
    },
  };
}
