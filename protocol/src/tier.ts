import { z } from 'zod';

/** The tiers of the contract in its own order; the index is the contract's enum value. */
export const TIERS = ['ALL', 'ORACLE', 'GUARDIAN', 'AGENT'] as const;

export const Tier = z.enum(TIERS);
export type Tier = z.infer<typeof Tier>;

/** A node follows exactly one of these; its agent follows AGENT. */
export const NODE_TIERS = ['ALL', 'ORACLE', 'GUARDIAN'] as const;

export const NodeTier = z.enum(NODE_TIERS);
export type NodeTier = z.infer<typeof NodeTier>;
