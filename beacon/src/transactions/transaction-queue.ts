import { type Address } from '@noderr/protocol';
import { type BeaconFunction } from '../contract/beacon-abi.ts';
import { type HexData } from '../contract/hex.ts';
import { type Timing } from './next-step.ts';
import { type SignerChain, type Simulation } from './signer-chain.ts';
import { type SigningPolicy } from './signing-policy.ts';
import { type TransactionStore } from './transaction-store.ts';
import { type QueuedTransaction } from './transaction.ts';
import { type TransactionSigner } from './transaction-signer.ts';

export interface TransactionRequest {
  /** The same key is the same transaction, however often it is submitted. */
  key: string;
  kind: BeaconFunction;
  data: HexData;
  /** Milliseconds since the epoch after which it is not signed any more. */
  expiresAt?: number | undefined;
}

export interface SignerStatus {
  address: Address;
  state: 'ready' | 'frozen';
  /** Why the newest transaction does not get on, or why the signer is frozen; null when all is well. */
  problem: { code: string; message: string } | null;
  open: number;
}

export interface QueueOptions {
  policy: SigningPolicy;
  timing?: Partial<Timing>;
  /** Milliseconds between two looks while something is open; 1 000 unless told. */
  openIntervalMs?: number;
}

export interface QueueDeps {
  store: TransactionStore;
  signer: TransactionSigner;
  chain: SignerChain;
  now: () => number;
  /** Called after each change that is stored, in order. */
  onChange?: (transaction: QueuedTransaction) => void;
}

/** One serial queue per key: it owns the nonces, and everything it does is stored before it is done. */
export interface TransactionQueue {
  readonly address: Address;
  /** @throws QueueError for a call that the policy forbids, or a key that stands for another call */
  submit(request: TransactionRequest): Promise<QueuedTransaction>;
  simulate(data: HexData, signal?: AbortSignal): Promise<Simulation>;
  find(key: string): Promise<QueuedTransaction | undefined>;
  list(limit: number): Promise<QueuedTransaction[]>;
  status(): Promise<SignerStatus>;
  balance(signal?: AbortSignal): Promise<bigint>;
  /** Takes the chain's nonce as its own again, after a person has looked. */
  unfreeze(signal?: AbortSignal): Promise<void>;
  /** Looks once and does what is due; two ticks never overlap. */
  tick(signal?: AbortSignal): Promise<void>;
  /** Ticks until aborted. */
  run(signal: AbortSignal): Promise<void>;
  /** Resolves when the transaction is in one of these; `run` or `tick` must drive it. */
  waitFor(
    key: string,
    statuses: readonly QueuedTransaction['status'][],
    signal: AbortSignal,
  ): Promise<QueuedTransaction>;
}
