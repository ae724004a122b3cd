import { type JsonRpcClient } from '../rpc/json-rpc-client.ts';
import { Quantity, RpcBlock } from '../rpc/schema.ts';
import { RpcError } from '../rpc/rpc-error.ts';

/** Wei per gas. */
export interface Fees {
  maxFeePerGas: bigint;
  maxPriorityFeePerGas: bigint;
}

const GWEI = 10n ** 9n;
const FALLBACK_TIP = GWEI;

/** What the chain asks for now: twice the base fee, so that it stays valid for six full blocks, and the usual tip. */
export async function suggestedFees(client: JsonRpcClient, signal?: AbortSignal): Promise<Fees> {
  const block = await client.call({
    method: 'eth_getBlockByNumber',
    params: ['latest', false],
    schema: RpcBlock,
    signal,
  });
  const tip = await client
    .call({ method: 'eth_maxPriorityFeePerGas', params: [], schema: Quantity, signal })
    .catch((error: unknown) => {
      // Not every client has this method; a usual tip then does.
      if (error instanceof RpcError && error.code === 'rpc/refused') return FALLBACK_TIP;
      throw error;
    });
  return { maxFeePerGas: 2n * (block.baseFee ?? 0n) + tip, maxPriorityFeePerGas: tip };
}

/** A replacement must offer at least 10 % more of both, or nodes drop it. */
export function bumpedFees(before: Fees, suggested: Fees): Fees {
  return {
    maxFeePerGas: larger(suggested.maxFeePerGas, raised(before.maxFeePerGas)),
    maxPriorityFeePerGas: larger(suggested.maxPriorityFeePerGas, raised(before.maxPriorityFeePerGas)),
  };
}

/** The fees, or undefined where they would pass the cap on `maxFeePerGas`. */
export function withinCap(fees: Fees, cap: bigint): Fees | undefined {
  return fees.maxFeePerGas <= cap ? fees : undefined;
}

function raised(wei: bigint): bigint {
  return (wei * 1125n) / 1000n + 1n;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
