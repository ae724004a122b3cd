import { type ActionAvailability } from '@noderr/protocol';
import { newestDirective, type TierChain } from '../chain/chain-state.ts';
import { type HubErrorCode } from '../problem/hub-error.ts';
import { type IntentRecord } from './intent-record.ts';

export interface IntentObstacle {
  code: Extract<HubErrorCode, 'intent/stale' | 'intent/refused'>;
  message: string;
}

type Asked = Pick<IntentRecord, 'kind' | 'tier' | 'expectedRollout' | 'expectedSeq' | 'to' | 'cohort'>;

/** Why an action that was asked for cannot be taken as the chain stands now; null = it can. */
export function intentObstacle(asked: Asked, tier: TierChain, available: ActionAvailability): IntentObstacle | null {
  const newest = newestDirective(tier);
  if (newest && newest.rolloutId !== asked.expectedRollout) {
    return stale(`${asked.tier} has moved on: another rollout or rollback was started meanwhile.`);
  }
  if (asked.expectedSeq !== null && newest && newest.seq !== asked.expectedSeq) {
    return stale(`${asked.tier} has changed since you looked: look again before you ${asked.kind}.`);
  }
  const why = available[asked.kind];
  if (why !== null) return { code: 'intent/refused', message: why };
  if (asked.kind === 'rollback' && !available.rollbackTargets.some((release) => release.id === asked.to)) {
    return { code: 'intent/refused', message: `${asked.tier} cannot be rolled back to that release.` };
  }
  if (asked.kind === 'open' && newest && asked.cohort !== newest.openThrough + 1) {
    return { code: 'intent/refused', message: `The next cohort is ${newest.openThrough + 1}.` };
  }
  return null;
}

function stale(message: string): IntentObstacle {
  return { code: 'intent/stale', message };
}
