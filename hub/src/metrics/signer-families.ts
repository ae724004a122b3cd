import { type Family } from './exposition.ts';
import { type SignerFact } from './signer-facts.ts';

/** `noderr_signer_*`; a hub without a key has none of them. */
export function signerFamilies(fact: SignerFact | null): Family[] {
  if (fact === null) return [];
  return [
    {
      name: 'noderr_signer_frozen',
      help: '1 while the queue of the key signs nothing until a person has looked',
      samples: [{ labels: {}, value: fact.frozen ? 1 : 0 }],
    },
    {
      name: 'noderr_signer_affordable_transactions',
      help: 'Transactions of the usual size that the key can pay for at the highest fee that it may offer',
      samples: fact.affordable === null ? [] : [{ labels: {}, value: fact.affordable }],
    },
  ];
}
