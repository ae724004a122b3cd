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

/** The suggestion, or as much of it as the cap on `maxFeePerGas` allows: a transaction may then have to wait. */
export function firstFees(suggested: Fees, cap: bigint): Fees {
  const maxFeePerGas = smaller(suggested.maxFeePerGas, cap);
  return { maxFeePerGas, maxPriorityFeePerGas: smaller(suggested.maxPriorityFeePerGas, maxFeePerGas) };
}

/** A replacement must offer at least 10 % more of both, or nodes drop it; undefined where the cap forbids that. */
export function bumpedFees(before: Fees, suggested: Fees, cap: bigint): Fees | undefined {
  const least = raised(before.maxFeePerGas);
  const leastTip = raised(before.maxPriorityFeePerGas);
  if (least > cap || leastTip > cap) return undefined;
  const maxFeePerGas = smaller(larger(suggested.maxFeePerGas, larger(least, leastTip)), cap);
  return {
    maxFeePerGas,
    maxPriorityFeePerGas: smaller(larger(suggested.maxPriorityFeePerGas, leastTip), maxFeePerGas),
  };
}

function raised(wei: bigint): bigint {
  return (wei * 1125n) / 1000n + 1n;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
