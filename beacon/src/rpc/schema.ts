import { Address, type BlockRef, Hex32, Sec } from '@noderr/protocol';
import { z } from 'zod';
import { HexData } from '../contract/hex.ts';

const QUANTITY = /^0x(?:0|[1-9a-f][0-9a-f]*)$/;

export const Quantity = z.string().max(66).regex(QUANTITY, 'expected a quantity').transform(BigInt);

export const SafeQuantity = Quantity.refine(
  (value) => value <= BigInt(Number.MAX_SAFE_INTEGER),
  'does not fit a safe integer',
).transform(Number);

const Hash = z
  .string()
  .transform((value) => value.toLowerCase())
  .pipe(Hex32);

export const RpcReply = z.object({
  id: z.int(),
  result: z.unknown().optional(),
  error: z.object({ code: z.int(), message: z.string(), data: z.unknown().optional() }).optional(),
});

export const RpcBlock = z
  .object({ number: SafeQuantity, hash: Hash, timestamp: SafeQuantity, baseFeePerGas: Quantity.optional() })
  .transform((block) => ({
    number: block.number,
    hash: block.hash,
    time: Sec.parse(block.timestamp),
    baseFee: block.baseFeePerGas,
  }));
export type RpcBlock = BlockRef & { baseFee: bigint | undefined };

export const RpcLog = z.object({
  address: Address,
  topics: z.array(Hash).min(1).max(4),
  data: HexData,
  blockNumber: SafeQuantity,
  blockHash: Hash,
  logIndex: SafeQuantity,
  transactionHash: Hash,
  removed: z.boolean().optional(),
});
export type RpcLog = z.infer<typeof RpcLog>;

export const RpcReceipt = z.object({
  transactionHash: Hash,
  blockNumber: SafeQuantity,
  blockHash: Hash,
  status: SafeQuantity,
  gasUsed: Quantity,
  contractAddress: Address.nullish(),
});
export type RpcReceipt = z.infer<typeof RpcReceipt>;

export const RpcHash = Hash;
