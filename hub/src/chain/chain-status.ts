import { type Address, type ChainStatus } from '@noderr/protocol';
import { type SignerStatus } from '../actions/transactions.ts';
import { type ChainState } from './chain-state.ts';

/** How well the chain is read, and whether the hub can sign. */
export function chainStatus(
  { chainId, beacon }: { chainId: number; beacon: Address },
  chain: ChainState,
  signer: SignerStatus,
): ChainStatus {
  const { block, readAt, stale, problem, quorum } = chain;
  return { chainId, beacon, block, readAt, stale, problem, quorum, signer };
}
