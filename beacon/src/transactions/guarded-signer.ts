import { QueueError } from './queue-error.ts';
import { policyProblem, type SigningPolicy } from './signing-policy.ts';
import { type TransactionSigner } from './transaction-signer.ts';

/** A signer that refuses everything outside its policy. */
export function guardedSigner(signer: TransactionSigner, policy: SigningPolicy): TransactionSigner {
  return {
    address: signer.address,
    async sign(transaction) {
      const problem = policyProblem(policy, transaction);
      if (problem !== undefined) throw new QueueError('queue/not-allowed', `will not be signed: ${problem}`);
      return signer.sign(transaction);
    },
  };
}
