import { type AuditDraft } from '../audit/audit-log.ts';
import { type IntentRecord } from './intent-record.ts';

/** What every audit entry of an intent says; the subject names what it is about. */
export function auditDraft(intent: IntentRecord): Omit<AuditDraft, 'action'> {
  return {
    actor: intent.actor,
    tier: intent.tier,
    subject: subjectOf(intent),
    reason: intent.reason,
    intentId: intent.id,
    transaction: intent.transaction?.hash ?? null,
    seqBefore: intent.seqBefore,
    seqAfter: intent.seqAfter,
  };
}

function subjectOf({ kind, expectedRollout, to, cohort }: IntentRecord): string {
  switch (kind) {
    case 'rollback':
      return `rollback to release ${to ?? 0}`;
    case 'open':
      return `open cohort ${cohort ?? 0} of rollout ${expectedRollout}`;
    case 'pause':
    case 'resume':
      return `${kind} rollout ${expectedRollout}`;
  }
}
