import { type NodeId, type NodeTier } from '@noderr/protocol';

/** One node of the demo fleet. */
export interface FleetNode {
  name: string;
  nodeId: NodeId;
  tier: NodeTier;
  /** The agent's settings file and folder. */
  settingsFile: string;
  stateDir: string;
}
