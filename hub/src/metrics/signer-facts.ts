/** What Prometheus is told of the hub's key. */
export interface SignerFact {
  /** True while its queue signs nothing until a person has looked. */
  readonly frozen: boolean;
  /** How many transactions of the usual size it can pay for at the highest fee; null until the chain has told. */
  readonly affordable: number | null;
}

/** Who owns the key; asked at each scrape, so it must not wait for the chain. */
export interface SignerFacts {
  /** Null for a hub without a key. */
  signerFact(): Promise<SignerFact | null>;
}

/** A hub without a key. */
export const noSigner: SignerFacts = { signerFact: () => Promise.resolve(null) };
