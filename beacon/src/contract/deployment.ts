import { Address, Hex32 } from '@noderr/protocol';
import { z } from 'zod';

/** What `noderr deploy` writes, and what agents and the hub pin a contract by. */
export const Deployment = z.object({
  chainId: z.int().positive(),
  beacon: Address,
  deploymentBlock: z.int().nonnegative(),
  deploymentBlockHash: Hex32,
  /** keccak256 of the deployed code. */
  codeHash: Hex32,
});
export type Deployment = z.infer<typeof Deployment>;
