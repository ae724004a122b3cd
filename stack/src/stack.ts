import { type NodeId, type NodeTier } from '@noderr/protocol';
import { type StackKeys } from './keys.ts';
import { type Ports } from './run/ports.ts';

export const CHAIN_ID = 31_337;
/** The tier of the demo fleet. */
export const DEMO_TIER: NodeTier = 'ORACLE';

/** Where the parts of a running stack are; all on loopback. */
export interface Addresses {
  chain: string;
  /** With its scheme. */
  registry: string;
  hub: string;
  /** Grafana, or the workbench. */
  pages: string;
  deploymentFile: string;
  keys: StackKeys;
}

export const RUNTIMES = ['docker', 'process'] as const;
export type RuntimeKind = (typeof RUNTIMES)[number];

/** One node of the demo fleet. */
export interface FleetNode {
  name: string;
  nodeId: NodeId;
  tier: NodeTier;
  /** The agent's settings file and folder. */
  settingsFile: string;
  stateDir: string;
}

export function addressesOf(ports: Ports, deploymentFile: string, keys: StackKeys): Addresses {
  const at = (port: number): string => `http://127.0.0.1:${port}`;
  return {
    chain: at(ports.chain),
    registry: at(ports.registry),
    hub: at(ports.hub),
    pages: at(ports.pages),
    deploymentFile,
    keys,
  };
}
