import { type Transactions } from './transactions.ts';

/** A hub without a key only watches. */
export const noTransactions: Transactions = {
  signer: () => Promise.resolve({ address: null, state: 'absent', problem: 'this hub has no signing key' }),
  simulate: () => Promise.resolve({ ok: false, kind: 'unavailable', message: 'this hub has no signing key' }),
  submit: () => Promise.reject(new Error('this hub has no signing key')),
  find: () => Promise.resolve(null),
};
