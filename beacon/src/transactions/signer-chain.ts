import { type Address, type Hex32 } from '@noderr/protocol';
import { type HexData } from '../contract/hex.ts';
import { createEndpoint, type HeadKind } from '../reader/endpoint.ts';
import { settleWithGrace } from '../reader/settle.ts';
import { type JsonRpcClient } from '../rpc/json-rpc-client.ts';
import { RpcError } from '../rpc/rpc-error.ts';
import { Quantity, RpcHash, RpcReceipt, SafeQuantity } from '../rpc/schema.ts';
import { type Fees, suggestedFees } from './fees.ts';
import { type TransactionFacts } from './next-step.ts';
import { revertReason, type RevertReason } from './revert-reason.ts';
import { type QueuedTransaction } from './transaction.ts';

export interface SignerChainOptions {
  clients: readonly JsonRpcClient[];
  /** How many endpoints must say the same before a transaction is final or a nonce foreign. */
  quorum: number;
  head: HeadKind;
}

/** How many nonces of the signer are used: in blocks, in blocks and the pool, for good. */
export interface NonceCounts {
  latest: number;
  pending: number;
  final: number;
  finalHeight: number;
}

export type Simulation = { kind: 'works'; gas: bigint } | { kind: 'refused'; reason: RevertReason };

export type Broadcast = { kind: 'taken' } | { kind: 'refused'; message: string };

/** The chain as the queue sees it, through several endpoints; a single one that lies can neither freeze nor finish. */
export interface SignerChain {
  counts(signal: AbortSignal): Promise<NonceCounts>;
  facts(transaction: QueuedTransaction, counts: NonceCounts, signal: AbortSignal): Promise<TransactionFacts>;
  /** Refused only if an endpoint says that the contract refuses and none says that it works. */
  simulate(call: { to: Address; data: HexData }, signal: AbortSignal): Promise<Simulation>;
  balance(signal: AbortSignal): Promise<bigint>;
  fees(signal: AbortSignal): Promise<Fees>;
  /** To all endpoints; taken if one took it or knew it. */
  broadcast(raw: HexData, signal: AbortSignal): Promise<Broadcast>;
}

/** What the slower endpoints get once a quorum has answered; milliseconds. */
const GRACE_MS = 150;

export function createSignerChain(options: SignerChainOptions, address: Address): SignerChain {
  const { clients, quorum, head } = options;

  /** Each endpoint's answer or error; those too slow are left out. @throws RpcError when fewer than `needed` answer */
  async function askAll<T>(needed: number, question: (client: JsonRpcClient) => Promise<T>): Promise<T[]> {
    const results = await settleWithGrace(clients.map(question), needed, GRACE_MS);
    const answers = results.flatMap((result) => (result.kind === 'answer' ? [result.value] : []));
    if (answers.length >= needed) return answers;
    const first = results.find((result) => result.kind === 'error');
    if (first) throw first.error;
    throw new RpcError('rpc/timeout', `fewer than ${needed} endpoints answer`);
  }

  const count = (client: JsonRpcClient, tag: string, signal: AbortSignal): Promise<number> =>
    client.call({ method: 'eth_getTransactionCount', params: [address, tag], schema: SafeQuantity, signal });

  return {
    async counts(signal) {
      const answers = await askAll(quorum, async (client) => {
        const final = await createEndpoint(client).head(head, signal);
        const [latest, pending, used] = await Promise.all([
          count(client, 'latest', signal),
          count(client, 'pending', signal),
          count(client, `0x${final.number.toString(16)}`, signal),
        ]);
        return { latest, pending, final: used, finalHeight: final.number };
      });
      return {
        latest: reachedBy(
          quorum,
          answers.map((answer) => answer.latest),
        ),
        pending: reachedBy(
          quorum,
          answers.map((answer) => answer.pending),
        ),
        final: reachedBy(
          quorum,
          answers.map((answer) => answer.final),
        ),
        finalHeight: reachedBy(
          quorum,
          answers.map((answer) => answer.finalHeight),
        ),
      };
    },

    async facts(transaction, counts, signal) {
      const hashes = transaction.attempts.map((attempt) => attempt.hash);
      const seen = (await askAll(quorum, (client) => receiptOf(client, hashes, signal))).filter((one) => one !== null);
      const common = mostCommon(seen);
      const receipt = common && {
        hash: common.receipt.transactionHash,
        block: common.receipt.blockNumber,
        blockHash: common.receipt.blockHash,
        succeeded: common.receipt.status === 1,
        final: common.votes >= quorum && common.receipt.blockNumber <= counts.finalHeight,
      };
      return { receipt: receipt ?? null, finalCount: counts.final };
    },

    async simulate(call, signal) {
      const params = [{ from: address, ...call }];
      const results = await settleWithGrace(
        clients.map((client) => client.call({ method: 'eth_estimateGas', params, schema: Quantity, signal })),
        1,
        GRACE_MS,
      );
      const estimates = results.flatMap((result) => (result.kind === 'answer' ? [result.value] : []));
      const most = estimates.toSorted((a, b) => (a < b ? 1 : -1))[0];
      if (most !== undefined) return { kind: 'works', gas: most };
      const errors = results.flatMap((result) => (result.kind === 'error' ? [result.error] : []));
      const reason = errors.map(revertReason).find((one) => one !== undefined);
      if (reason) return { kind: 'refused', reason };
      const [first] = errors;
      throw first instanceof Error ? first : new RpcError('rpc/timeout', 'no endpoint answers');
    },

    async balance(signal) {
      const params = [address, 'latest'];
      const answers = await askAll(1, (client) =>
        client.call({ method: 'eth_getBalance', params, schema: Quantity, signal }),
      );
      return answers.toSorted((a, b) => (a < b ? 1 : -1))[0] ?? 0n;
    },

    async fees(signal) {
      const answers = await askAll(1, (client) => suggestedFees(client, signal));
      const rising = answers.toSorted((a, b) => (a.maxFeePerGas < b.maxFeePerGas ? -1 : 1));
      const middle = rising[Math.floor((rising.length - 1) / 2)];
      if (!middle) throw new RpcError('rpc/malformed', 'no endpoint names a fee');
      return middle;
    },

    async broadcast(raw, signal) {
      const results = await settleWithGrace(
        clients.map((client) =>
          client.call({ method: 'eth_sendRawTransaction', params: [raw], schema: RpcHash, signal }),
        ),
        1,
        GRACE_MS,
      );
      if (results.some((result) => result.kind === 'answer')) return { kind: 'taken' };
      const messages = results.flatMap((result) => {
        if (result.kind !== 'error') return [];
        return [result.error instanceof Error ? result.error.message : 'unknown'];
      });
      return { kind: 'refused', message: messages[0] ?? 'no endpoint answers' };
    },
  };
}

async function receiptOf(
  client: JsonRpcClient,
  hashes: readonly Hex32[],
  signal: AbortSignal,
): Promise<RpcReceipt | null> {
  for (const hash of hashes.toReversed()) {
    const schema = RpcReceipt.nullable();
    const receipt = await client.call({ method: 'eth_getTransactionReceipt', params: [hash], schema, signal });
    if (receipt) return receipt;
  }
  return null;
}

/** The highest value that at least `quorum` endpoints have reached. */
function reachedBy(quorum: number, values: readonly number[]): number {
  return values.toSorted((a, b) => b - a)[quorum - 1] ?? 0;
}

function mostCommon(receipts: readonly RpcReceipt[]): { receipt: RpcReceipt; votes: number } | undefined {
  const counted = receipts.map((receipt) => ({
    receipt,
    votes: receipts.filter(
      (other) =>
        other.blockHash === receipt.blockHash &&
        other.transactionHash === receipt.transactionHash &&
        other.status === receipt.status,
    ).length,
  }));
  return counted.toSorted((a, b) => b.votes - a.votes)[0];
}
