import { type Address, type Hex32, type IntentKind, type Ms } from '@noderr/protocol';

/** The hub's key: `absent` = it only watches; `frozen` = somebody else used its nonce, or its queue cannot go on. */
export interface SignerStatus {
  address: Address | null;
  state: 'ready' | 'frozen' | 'absent';
  /** What is wrong and what to do; empty when all is well. */
  problem: string;
}

/** How far a queued call has come. `refused` = never sent, because its simulation failed; `reverted` = mined and failed. */
export type CallStatus =
  'queued' | 'signed' | 'sent' | 'mined' | 'final' | 'reverted' | 'refused' | 'expired' | 'superseded';

/** What became of a call of the contract. */
export interface QueuedCall {
  status: CallStatus;
  hash: Hex32 | null;
  from: Address;
  block: number | null;
  sentAt: Ms | null;
  /** When it came to its present status. */
  since: Ms;
  /** In words; empty unless it failed. */
  error: string;
}

export interface Call {
  /** The same key is the same call, however often it is submitted. */
  key: string;
  kind: IntentKind;
  data: string;
  /** It is not signed any more after this. */
  expiresAt: Ms;
}

/** Whether a call would succeed in the newest block. */
export type Simulation = { ok: true } | { ok: false; kind: 'reverts' | 'unavailable'; message: string };

/** What actions need of the queue that owns the hub's key. */
export interface Transactions {
  signer(): Promise<SignerStatus>;
  simulate(data: string): Promise<Simulation>;
  /** Stores the call and sends it when its turn comes. */
  submit(call: Call): Promise<void>;
  find(key: string): Promise<QueuedCall | null>;
}
