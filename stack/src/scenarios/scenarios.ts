import { alertPausesRollout } from './alert-pauses-rollout.ts';
import { badCanary } from './bad-canary.ts';
import { clockSkew } from './clock-skew.ts';
import { fleetLoss } from './fleet-loss.ts';
import { hubLoss } from './hub-loss.ts';
import { nodeDeath } from './node-death.ts';
import { noisyNeighbour } from './noisy-neighbour.ts';
import { offlineNode } from './offline-node.ts';
import { pause } from './pause.ts';
import { poisonBatch } from './poison-batch.ts';
import { rollback } from './rollback.ts';
import { rollout } from './rollout.ts';
import { type Story } from './story.ts';

export interface Scenario {
  /** @throws where what it promises does not hold */
  tell: (story: Story) => Promise<void>;
  /** Nodes of its fleet unless told otherwise. */
  nodes: number;
}

const FEW = 5;
/** The fewest that FleetHeartbeatLoss takes for a fleet. */
const FLEET = 10;

/** Every story by its name. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  rollout: { tell: rollout, nodes: FEW },
  'bad-canary': { tell: badCanary, nodes: FEW },
  pause: { tell: pause, nodes: FEW },
  rollback: { tell: rollback, nodes: FEW },
  'hub-loss': { tell: hubLoss, nodes: FEW },
  'node-death': { tell: nodeDeath, nodes: FEW },
  'fleet-loss': { tell: fleetLoss, nodes: FLEET },
  'offline-node': { tell: offlineNode, nodes: FEW },
  'clock-skew': { tell: clockSkew, nodes: FEW },
  'poison-batch': { tell: poisonBatch, nodes: 2 },
  'noisy-neighbour': { tell: noisyNeighbour, nodes: 3 },
  'alert-pauses-rollout': { tell: alertPausesRollout, nodes: FEW },
};
