import { type Intent, INTENT_STAGES, type IntentStage, type Ms } from '@noderr/protocol';
import { type IntentEffect } from './intent-effect.ts';
import { type IntentRecord } from './intent-record.ts';

/**
 * An intent as the page shows it. One that joined another of the same kind shows the other's transaction and stages:
 * there is only one of each.
 */
export function intentView(own: IntentRecord, leader: IntentRecord, effect: IntentEffect | null): Intent {
  const { id, kind, tier, expectedRollout, expectedSeq, to, cohort, reason, actor, createdAt, expiresAt, preview } =
    own;
  return {
    id,
    kind,
    tier,
    expectedRollout,
    expectedSeq,
    to,
    cohort,
    reason,
    actor,
    status: leader.status,
    createdAt,
    expiresAt,
    preview,
    stages: intentStages(leader, effect),
    transaction: leader.transaction,
    error: leader.error,
  };
}

export function intentStages({ times, transaction }: IntentRecord, effect: IntentEffect | null): IntentStage[] {
  const at: Record<IntentStage['stage'], Ms | null> = {
    confirmed: times.confirmed,
    sent: times.sent,
    'in-block': times.mined,
    final: times.final,
    'picked-up': times.pickedUp,
    done: times.done,
  };
  const detail: Record<IntentStage['stage'], string> = {
    confirmed: '',
    sent: transaction?.hash ?? '',
    'in-block': transaction?.block == null ? '' : `block ${transaction.block}`,
    final: '',
    'picked-up': effect?.pickedUpText ?? '',
    done: effect?.doneText ?? '',
  };
  return INTENT_STAGES.map((stage) => ({ stage, at: at[stage], detail: detail[stage] }));
}
