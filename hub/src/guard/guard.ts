import { type GuardView, type NodeTier } from '@noderr/protocol';
import { type AlertBook } from '../alerts/alert-book.ts';
import { type MachineActions } from '../actions/machine.ts';
import { type TierPicture } from '../rollouts/tier-picture.ts';
import { countedCohorts, countedView } from './counted-nodes.ts';
import { guardDecision } from './guard-decision.ts';
import { type Readiness } from './readiness.ts';

export interface GuardOptions {
  enabled: boolean;
  failureBudget: number;
}

export interface Guard {
  /** Pauses the tier's rollout where it must; false where there is nothing to pause for. */
  judge(tier: NodeTier, picture: TierPicture, readiness: Readiness): Promise<boolean>;
  view(picture: TierPicture, readiness: Readiness, pausedReason: string | null): GuardView;
}

export interface GuardDeps {
  actions: MachineActions;
  alerts: Pick<AlertBook, 'pausing'>;
}

/** Pauses a rollout whose failures reach the budget, or for which an alert asks; it never resumes one. */
export function createGuard({ enabled, failureBudget }: GuardOptions, { actions, alerts }: GuardDeps): Guard {
  return {
    async judge(tier, picture, readiness) {
      if (!enabled || !readiness.ready || picture.view.stale) return false;
      const decision = guardDecision(picture, failureBudget, await alerts.pausing(tier));
      if (decision.kind === 'watch') return false;
      await actions.act({
        actor: { kind: 'guard', name: '' },
        tier,
        expectedRollout: decision.expectedRollout,
        action: { kind: 'pause', reason: decision.reason },
      });
      return true;
    },
    view(picture, readiness, pausedReason) {
      const offReason = enabled ? (readiness.ready ? '' : readiness.reason) : 'Switched off in the hub’s settings.';
      return {
        enabled: offReason === '',
        offReason,
        pausedReason,
        counted: countedView(countedCohorts(picture, failureBudget)),
      };
    },
  };
}
