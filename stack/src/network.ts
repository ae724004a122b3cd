import { type NodeTier } from '@noderr/protocol';

export const CHAIN_ID = 31_337;
/** The tier of the demo fleet. */
export const DEMO_TIER: NodeTier = 'ORACLE';
