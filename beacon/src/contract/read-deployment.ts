import { type Address, type Hex32 } from '@noderr/protocol';
import { type z } from 'zod';
import { type JsonRpcClient } from '../rpc/json-rpc-client.ts';
import { RpcBlock, RpcReceipt, SafeQuantity } from '../rpc/schema.ts';
import { Deployment } from './deployment.ts';
import { HexData, keccak } from './hex.ts';

export class DeployError extends Error {
  readonly code: 'deploy/reverted' | 'deploy/not-mined' | 'deploy/no-code';
  constructor(code: DeployError['code'], message: string) {
    super(message);
    this.name = 'DeployError';
    this.code = code;
  }
}

/** Makes the pins of a contract from its deployment transaction, at the block that holds it. */
export async function readDeployment(client: JsonRpcClient, transaction: Hex32): Promise<Deployment> {
  const receipt = await client.call({
    method: 'eth_getTransactionReceipt',
    params: [transaction],
    schema: RpcReceipt.nullable(),
  });
  if (!receipt) throw new DeployError('deploy/not-mined', `transaction ${transaction} is not in a block yet`);
  const beacon = receipt.contractAddress;
  if (receipt.status !== 1 || !beacon) throw new DeployError('deploy/reverted', `transaction ${transaction} failed`);
  return deploymentOf(client, beacon, receipt.blockNumber);
}

async function deploymentOf(client: JsonRpcClient, beacon: Address, deploymentBlock: number): Promise<Deployment> {
  const tag = `0x${deploymentBlock.toString(16)}`;
  const [chainId, block, code] = await Promise.all([
    client.call({ method: 'eth_chainId', params: [], schema: SafeQuantity }),
    client.call({ method: 'eth_getBlockByNumber', params: [tag, false], schema: RpcBlock }),
    client.call({ method: 'eth_getCode', params: [beacon, tag], schema: HexData }),
  ]);
  if (code === '0x') throw new DeployError('deploy/no-code', `there is no contract at ${beacon}`);
  return Deployment.parse({
    chainId,
    beacon,
    deploymentBlock,
    deploymentBlockHash: block.hash,
    codeHash: keccak(code),
  } satisfies z.input<typeof Deployment>);
}
