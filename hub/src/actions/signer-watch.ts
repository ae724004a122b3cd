import { RpcError } from '@noderr/beacon';
import { type TransactionQueue } from '@noderr/beacon/transactions';
import { type SignerFacts } from '../metrics/signer-facts.ts';

/** Between two looks at the balance; milliseconds. */
export const BALANCE_EVERY_MS = 60_000;
/** Pause, resume, open and rollback take less; gas. */
const USUAL_GAS = 300_000n;
const GWEI = 10n ** 9n;

/** Knows whether the hub's key can act, without asking the chain at each scrape. */
export interface SignerWatch extends SignerFacts {
  /** Reads the balance; where the chain does not answer, the reading before stays. */
  readBalance(signal: AbortSignal): Promise<void>;
}

export function createSignerWatch(
  { maxFeeGwei }: { maxFeeGwei: number },
  queue: Pick<TransactionQueue, 'status' | 'balance'>,
): SignerWatch {
  const price = USUAL_GAS * BigInt(maxFeeGwei) * GWEI;
  let affordable: number | null = null;
  return {
    async signerFact() {
      const { state } = await queue.status();
      return { frozen: state === 'frozen', affordable };
    },
    async readBalance(signal) {
      try {
        affordable = Number((await queue.balance(signal)) / price);
      } catch (error) {
        // ChainStale tells of endpoints that do not answer.
        if (!(error instanceof RpcError)) throw error;
      }
    },
  };
}
