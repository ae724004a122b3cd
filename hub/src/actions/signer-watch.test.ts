import { RpcError } from '@noderr/beacon';
import { type TransactionQueue } from '@noderr/beacon/transactions';
import { describe, expect, it } from 'vitest';
import { createSignerWatch } from './signer-watch.ts';

/** What 300 000 gas cost at 500 gwei; wei. */
const PRICE = 300_000n * 500n * 10n ** 9n;

type Queue = Pick<TransactionQueue, 'status' | 'balance'>;

function fakeQueue(state: 'ready' | 'frozen', ...balances: (bigint | Error)[]): Queue {
  const status = { address: '0x01', state, problem: null, open: 0 } as unknown as Awaited<ReturnType<Queue['status']>>;
  return {
    status: () => Promise.resolve(status),
    balance: () => {
      const next = balances.shift() ?? 0n;
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    },
  };
}

describe('what is known of the key', () => {
  const { signal } = new AbortController();

  it('is how many transactions it can pay for, as soon as the chain has told', async () => {
    const watch = createSignerWatch({ maxFeeGwei: 500 }, fakeQueue('ready', PRICE * 7n + 1n, PRICE * 3n - 1n));
    expect(await watch.signerFact()).toEqual({ frozen: false, affordable: null });
    await watch.readBalance(signal);
    expect(await watch.signerFact()).toEqual({ frozen: false, affordable: 7 });
    await watch.readBalance(signal);
    expect(await watch.signerFact()).toEqual({ frozen: false, affordable: 2 });
  });

  it('stays while the chain does not answer', async () => {
    const silence = new RpcError('rpc/timeout', 'no answer');
    const watch = createSignerWatch({ maxFeeGwei: 500 }, fakeQueue('ready', PRICE, silence));
    await watch.readBalance(signal);
    await watch.readBalance(signal);
    expect(await watch.signerFact()).toEqual({ frozen: false, affordable: 1 });
  });

  it('hides no fault of its own', async () => {
    const watch = createSignerWatch({ maxFeeGwei: 500 }, fakeQueue('ready', new TypeError('a bug')));
    await expect(watch.readBalance(signal)).rejects.toThrow('a bug');
  });

  it('is frozen as its queue is', async () => {
    const watch = createSignerWatch({ maxFeeGwei: 500 }, fakeQueue('frozen'));
    expect(await watch.signerFact()).toEqual({ frozen: true, affordable: null });
  });
});
