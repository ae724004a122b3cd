import { type Address, type Hex32, type ReleaseId, type Tier } from '@noderr/protocol';
import { z } from 'zod';
import { encodeCall, topicOf } from '../contract/beacon-abi.ts';
import { chainViewCall, tierIndex } from '../contract/chain-view-of.ts';
import { HexData, keccak } from '../contract/hex.ts';
import { type JsonRpcClient } from '../rpc/json-rpc-client.ts';
import { RpcError } from '../rpc/rpc-error.ts';
import { RpcBlock, RpcLog, SafeQuantity } from '../rpc/schema.ts';
import { type EndpointFault } from './chain-reading.ts';

/** Which head of the chain a question is about. */
export type HeadKind = { kind: 'finalized' } | { kind: 'confirmed'; blocks: number } | { kind: 'latest' };

/** An endpoint's answer that cannot be used. */
export class EndpointError extends Error {
  readonly code: EndpointFault;
  constructor(code: EndpointFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EndpointError';
    this.code = code;
  }
}

/** The questions to one endpoint; each throws EndpointError. */
export interface Endpoint {
  readonly host: string;
  chainId(signal: AbortSignal): Promise<number>;
  head(kind: HeadKind, signal: AbortSignal): Promise<RpcBlock>;
  blockAt(height: number, signal: AbortSignal): Promise<RpcBlock>;
  codeHash(beacon: Address, at: Hex32, signal: AbortSignal): Promise<Hex32 | null>;
  chainView(beacon: Address, at: Hex32, tier: Tier, current: ReleaseId, signal: AbortSignal): Promise<HexData>;
  directive(beacon: Address, at: Hex32, tier: Tier, signal: AbortSignal): Promise<HexData>;
  release(beacon: Address, at: Hex32, tier: Tier, id: ReleaseId, signal: AbortSignal): Promise<HexData>;
  changes(beacon: Address, tier: Tier, from: number, to: number, signal: AbortSignal): Promise<RpcLog[]>;
}

export function createEndpoint(client: JsonRpcClient): Endpoint {
  const { host } = client;

  async function ask<T>(method: string, params: unknown[], schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    try {
      return await client.call({ method, params, schema, signal });
    } catch (error) {
      if (error instanceof RpcError) throw new EndpointError(error.code, error.message, { cause: error });
      throw error;
    }
  }

  async function block(tag: string, absent: EndpointFault, signal: AbortSignal): Promise<RpcBlock> {
    const found = await ask('eth_getBlockByNumber', [tag, false], RpcBlock.nullable(), signal);
    if (found) return found;
    throw new EndpointError(absent, `${host} has no block ${tag}`);
  }

  async function finalized(signal: AbortSignal): Promise<RpcBlock> {
    try {
      return await block('finalized', 'chain/no-finalized', signal);
    } catch (error) {
      // Clients without a finalized block answer null, -32000 or -39001: never fall back to latest for it.
      if (!(error instanceof EndpointError) || error.code !== 'rpc/refused') throw error;
      throw new EndpointError('chain/no-finalized', `${host} knows no finalized block`, { cause: error });
    }
  }

  /** A refusal at a block hash says that the block is gone, or that the state is; never that the contract said no. */
  async function atHash<T>(
    method: string,
    params: unknown[],
    at: Hex32,
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T> {
    try {
      return await ask(method, [...params, { blockHash: at, requireCanonical: true }], schema, signal);
    } catch (error) {
      if (!(error instanceof EndpointError) || error.code !== 'rpc/refused') throw error;
      throw new EndpointError('chain/reorged', `${host} cannot answer at block ${at}`, { cause: error });
    }
  }

  const call = (beacon: Address, data: HexData, at: Hex32, signal: AbortSignal): Promise<HexData> =>
    atHash<HexData>('eth_call', [{ to: beacon, data }], at, HexData, signal);

  return {
    host,
    chainId: (signal) => ask('eth_chainId', [], SafeQuantity, signal),
    blockAt: (height, signal) => block(tagOf(height), 'chain/disagrees', signal),
    async head(kind, signal) {
      if (kind.kind === 'finalized') return finalized(signal);
      const latest = await block('latest', 'rpc/malformed', signal);
      if (kind.kind === 'latest') return latest;
      if (latest.number < kind.blocks) {
        throw new EndpointError('chain/no-finalized', `${host} has fewer than ${kind.blocks} blocks`);
      }
      return block(tagOf(latest.number - kind.blocks), 'chain/no-finalized', signal);
    },
    async codeHash(beacon, at, signal) {
      const code = await atHash('eth_getCode', [beacon], at, HexData, signal);
      return code === '0x' ? null : keccak(code);
    },
    chainView: (beacon, at, tier, current, signal) => call(beacon, chainViewCall(tier, current), at, signal),
    directive: (beacon, at, tier, signal) =>
      call(beacon, encodeCall('directive', { tier: tierIndex(tier) }), at, signal),
    release: (beacon, at, tier, id, signal) =>
      call(beacon, encodeCall('release', { tier: tierIndex(tier), id: BigInt(id) }), at, signal),
    changes(beacon, tier, from, to, signal) {
      const topics = [topicOf('DirectiveChanged'), `0x${tierIndex(tier).toString(16).padStart(64, '0')}`];
      const filter = { address: beacon, fromBlock: tagOf(from), toBlock: tagOf(to), topics };
      return ask('eth_getLogs', [filter], z.array(RpcLog).max(10_000), signal);
    },
  };
}

function tagOf(height: number): string {
  return `0x${height.toString(16)}`;
}
