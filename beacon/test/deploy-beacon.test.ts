import { randomBytes } from 'node:crypto';
import { Hex32 } from '@noderr/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keccak, HexData } from '../src/contract/hex.ts';
import { createJsonRpcClient } from '../src/rpc/json-rpc-client.ts';
import { type Anvil, startAnvil } from '../src/testing/anvil.ts';
import { deployBeacon } from '../src/transactions/deploy-beacon.ts';
import { keySigner } from '../src/transactions/key-signer.ts';

let anvil: Anvil;
beforeAll(async () => {
  anvil = await startAnvil();
});
afterAll(() => anvil.close());

test('A deployment is signed here, and its pins are those of the chain', async () => {
  const signer = keySigner(Hex32.parse(`0x${randomBytes(32).toString('hex')}`));
  await anvil.fund(signer.address);
  const client = createJsonRpcClient({ url: anvil.url });
  const deployment = await deployBeacon({ client, signer, adminDelayS: 0 });
  expect(deployment.chainId).toBe(31337);
  const block = await anvil.block(`0x${deployment.deploymentBlock.toString(16)}`);
  expect(deployment.deploymentBlockHash).toBe(block.hash);
  const code = HexData.parse(await anvil.rpc('eth_getCode', deployment.beacon, 'latest'));
  expect(deployment.codeHash).toBe(keccak(code));
});
