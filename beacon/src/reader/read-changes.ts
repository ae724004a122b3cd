import { type Address, type BlockRef, type DirectiveChange, Hex32, Sec, type Tier } from '@noderr/protocol';
import { z } from 'zod';
import { AbiError } from '../contract/abi-codec.ts';
import { directiveChangeOf } from '../contract/chain-view-of.ts';
import { HexData } from '../contract/hex.ts';
import { type RpcLog } from '../rpc/schema.ts';
import { type Content } from './agree.ts';
import { type Endpoint, EndpointError } from './endpoint.ts';

/** Blocks per eth_getLogs; many providers refuse more than 10 000. */
const LOG_RANGE = 5_000;

/** An endpoint's final events of a tier, each with its block's time, as one comparable text. */
export async function askChanges(
  endpoint: Endpoint,
  question: { beacon: Address; tier: Tier; fromBlock: number },
  block: BlockRef,
  signal: AbortSignal,
): Promise<Content> {
  const logs: RpcLog[] = [];
  for (let from = question.fromBlock; from <= block.number; from += LOG_RANGE) {
    const to = Math.min(block.number, from + LOG_RANGE - 1);
    logs.push(...(await endpoint.changes(question.beacon, question.tier, from, to, signal)));
  }
  if (logs.some((log) => log.address !== question.beacon || log.removed === true)) {
    throw new EndpointError('rpc/malformed', `${endpoint.host} answers with foreign or removed events`);
  }
  const heights = [...new Set(logs.map((log) => log.blockNumber))];
  const blocks = new Map<number, BlockRef>();
  for (const height of heights) blocks.set(height, await endpoint.blockAt(height, signal));
  const parts = logs.map((log) => {
    const own = blocks.get(log.blockNumber);
    // A reorg below the final block while we read, or a lie.
    if (own?.hash !== log.blockHash)
      throw new EndpointError('chain/reorged', `${endpoint.host} has events of no block`);
    return JSON.stringify({ ...log, removed: false, time: own.time });
  });
  return { parts, deploymentBlock: undefined };
}

/** A log as `askChanges` writes it, its quantities read already. */
const TimedLog = z.object({
  topics: z.array(z.string()),
  data: HexData,
  blockNumber: z.int(),
  blockHash: Hex32,
  logIndex: z.int(),
  transactionHash: Hex32,
  time: Sec,
});

/** The agreed events in order. @throws AbiError when one is malformed, missing or does not follow from the last */
export function changesOf(parts: readonly string[]): DirectiveChange[] {
  const changes = parts
    .map((part) => TimedLog.parse(JSON.parse(part)))
    .toSorted((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex)
    .map((log): DirectiveChange => ({
      ...directiveChangeOf(log),
      block: { number: log.blockNumber, hash: log.blockHash, time: log.time },
      transaction: log.transactionHash,
    }));
  changes.forEach(({ directive }, index) => {
    const before = changes[index - 1]?.directive;
    if (!before) return;
    if (directive.seq !== before.seq + 1 || directive.previousHash !== before.headHash) {
      throw new AbiError(`seq ${directive.seq} does not follow from seq ${before.seq}`);
    }
  });
  return changes;
}
