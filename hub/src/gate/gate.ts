import { type NodeTier } from '@noderr/protocol';
import { type MachineActions } from '../actions/machine.ts';
import { type Readiness } from '../guard/readiness.ts';
import { type TierPicture } from '../rollouts/tier-picture.ts';
import { gateDecision } from './gate-decision.ts';

export interface Gate {
  /** Opens the tier's next cohort where its time and the evidence have come. */
  judge(tier: NodeTier, picture: TierPicture, readiness: Readiness): Promise<void>;
}

export function createGate({ enabled }: { enabled: boolean }, actions: MachineActions): Gate {
  return {
    async judge(tier, picture, readiness) {
      if (!enabled || !readiness.ready) return;
      const decision = gateDecision(picture);
      if (decision.kind === 'wait') return;
      await actions.act({
        actor: { kind: 'gate', name: '' },
        tier,
        expectedRollout: decision.expectedRollout,
        action: { kind: 'open', cohort: decision.cohort },
      });
    },
  };
}
