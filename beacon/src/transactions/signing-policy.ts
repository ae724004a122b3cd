import { type Address } from '@noderr/protocol';
import { type BeaconFunction, selectorOf } from '../contract/beacon-abi.ts';
import { type QueuedTransaction } from './transaction.ts';
import { type UnsignedTransaction } from './transaction-signer.ts';

/** What a key may sign at all, checked where the key is, whatever the queue asks for. */
export interface SigningPolicy {
  chainId: number;
  /** The only address that is ever called. */
  beacon: Address;
  functions: readonly BeaconFunction[];
  /** Wei per gas. */
  maxFeePerGas: bigint;
  maxGas: bigint;
  /** Transactions within an hour; pauses are counted apart, so that nothing else can use up their share. */
  maxPerHour: number;
}

/** What the hub's key may do: nothing that chooses a release. */
export const HUB_FUNCTIONS = ['pause', 'resume', 'open', 'rollback'] as const satisfies readonly BeaconFunction[];

const GWEI = 10n ** 9n;

export const DEFAULT_LIMITS = { maxFeePerGas: 500n * GWEI, maxGas: 5_000_000n, maxPerHour: 60 } as const;

const HOUR_MS = 3_600_000;

/** Why a transaction is not signed, or undefined. Value and type need no rule: they are not in it. */
export function policyProblem(policy: SigningPolicy, transaction: UnsignedTransaction): string | undefined {
  if (transaction.chainId !== policy.chainId) return `chain ${transaction.chainId} is not ${policy.chainId}`;
  if (transaction.maxFeePerGas > policy.maxFeePerGas) return 'the fee is above the cap';
  if (transaction.maxPriorityFeePerGas > transaction.maxFeePerGas) return 'the tip is above the fee';
  if (transaction.gasLimit > policy.maxGas) return 'the gas limit is above the cap';
  return callProblem(policy, transaction);
}

/** The part of the policy that is known before fees and nonce are. */
export function callProblem(
  policy: Pick<SigningPolicy, 'beacon' | 'functions'>,
  call: Pick<UnsignedTransaction, 'to' | 'data'>,
): string | undefined {
  if (call.to !== policy.beacon) return `${call.to ?? 'a deployment'} is not the beacon`;
  const selector = call.data.slice(0, 10);
  if (!policy.functions.some((name) => selectorOf(name) === selector)) return `the call ${selector} is not allowed`;
  return undefined;
}

/** Whether one more of this kind may be signed now. */
export function isRateCapped(
  policy: Pick<SigningPolicy, 'maxPerHour'>,
  kind: BeaconFunction,
  signedBefore: readonly Pick<QueuedTransaction, 'kind' | 'attempts'>[],
  now: number,
): boolean {
  const isPause = kind === 'pause';
  const counted = signedBefore.filter(
    (other) => (other.kind === 'pause') === isPause && (other.attempts[0]?.signedAt ?? 0) > now - HOUR_MS,
  );
  return counted.length >= policy.maxPerHour;
}
