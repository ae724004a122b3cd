import { createBeaconReader } from '@noderr/beacon';
import { type ChainView, ReleaseId } from '@noderr/protocol';
import { CHAIN_ID, DEMO_TIER } from './network.ts';
// Not loaded at run time: the image of the composed stack has no pages.
import { type Stack } from './stack.ts';

/** What the contract itself says, at finality. */
export async function chainView(stack: Pick<Stack, 'addresses' | 'deployment'>): Promise<ChainView> {
  const reader = createBeaconReader(
    {
      chainId: CHAIN_ID,
      beacon: stack.deployment.beacon,
      deployment: stack.deployment,
      rpcEndpoints: [stack.addresses.chain],
      quorum: 1,
    },
    { now: Date.now },
  );
  const reading = await reader.readView(DEMO_TIER, ReleaseId.parse(0));
  if (reading.kind !== 'final') throw new Error(`the chain cannot be read: ${reading.code}`);
  return reading.view;
}
