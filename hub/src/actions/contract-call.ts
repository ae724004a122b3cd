import { openCall, pauseCall, resumeCall, rollbackCall } from '@noderr/beacon/transactions';
import { type ReleaseId, type Seq } from '@noderr/protocol';
import { type IntentRecord } from './intent-record.ts';

/** The data of the contract call that carries an intent out. */
export function contractCall(
  intent: Pick<IntentRecord, 'kind' | 'tier' | 'expectedRollout' | 'expectedSeq' | 'to' | 'cohort' | 'reason'>,
): string {
  const { kind, tier, expectedRollout, reason } = intent;
  switch (kind) {
    case 'pause':
      return pauseCall(tier, expectedRollout, reason);
    case 'resume':
      return resumeCall(tier, intent.expectedSeq ?? (0 as Seq), reason);
    case 'open':
      return openCall(tier, intent.cohort ?? 0, expectedRollout);
    case 'rollback':
      return rollbackCall(tier, intent.to ?? (0 as ReleaseId), expectedRollout, reason);
  }
}
