import { type Address } from '@noderr/protocol';
import { deployData } from '../contract/deploy-data.ts';
import { type Deployment } from '../contract/deployment.ts';
import { DeployError, readDeployment } from '../contract/read-deployment.ts';
import { type JsonRpcClient } from '../rpc/json-rpc-client.ts';
import { Quantity, RpcHash, RpcReceipt, SafeQuantity } from '../rpc/schema.ts';
import { pause } from './pause.ts';
import { suggestedFees } from './fees.ts';
import { type TransactionSigner } from './transaction-signer.ts';

export interface DeployOptions {
  client: JsonRpcClient;
  signer: TransactionSigner;
  /** Who may grant roles; the signer unless told. */
  admin?: Address;
  /** Seconds between the offer of the admin's place and its acceptance. */
  adminDelayS: number;
  /** Milliseconds to wait for the block; 120 000 unless told. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

const POLL_MS = 250;

/** Deploys a new contract and returns its pins once it is in a block. @throws DeployError, RpcError */
export async function deployBeacon(options: DeployOptions): Promise<Deployment> {
  const { client, signer, signal } = options;
  const data = deployData(options.admin ?? signer.address, options.adminDelayS);
  const [chainId, nonce, gas, fees] = await Promise.all([
    client.call({ method: 'eth_chainId', params: [], schema: SafeQuantity, signal }),
    client.call({
      method: 'eth_getTransactionCount',
      params: [signer.address, 'pending'],
      schema: SafeQuantity,
      signal,
    }),
    client.call({ method: 'eth_estimateGas', params: [{ from: signer.address, data }], schema: Quantity, signal }),
    suggestedFees(client, signal),
  ]);
  const gasLimit = (gas * 12n) / 10n;
  const signed = await signer.sign({ chainId, nonce, to: null, data, gasLimit, ...fees });
  await client.call({ method: 'eth_sendRawTransaction', params: [signed.raw], schema: RpcHash, signal });
  const deadline = AbortSignal.timeout(options.timeoutMs ?? 120_000);
  while (!deadline.aborted) {
    const receipt = await client.call({
      method: 'eth_getTransactionReceipt',
      params: [signed.hash],
      schema: RpcReceipt.nullable(),
      signal,
    });
    if (receipt) return readDeployment(client, signed.hash);
    await pause(POLL_MS, signal);
  }
  throw new DeployError('deploy/not-mined', `the deployment ${signed.hash} was sent but is in no block yet`);
}
