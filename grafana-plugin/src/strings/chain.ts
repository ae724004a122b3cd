/** What the banners say of the hub's view of the chain, and of its signer. */
export const chainStrings = {
  chainStale: (span: string) => `The chain was last read ${span} ago`,
  chainNeverRead: 'The chain has not been read yet',
  chainStaleMeans: 'What you see is the last known state; actions are off until the chain is read again.',
  quorum: (agreeing: number, needed: number) => `${agreeing} of ${needed} needed endpoints agree.`,
  signerMeans: 'Rollouts go on as the chain says; actions from here are off.',
  signerFrozen: 'The signer is frozen',
  signerAbsent: 'The hub has no signing key',
} as const;
