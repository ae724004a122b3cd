import { type Address, type Hex32, type Ms } from '@noderr/protocol';

/** The hub's key: `absent` = it only watches; `frozen` = somebody else used its nonce, or its queue cannot go on. */
export interface SignerStatus {
  address: Address | null;
  state: 'ready' | 'frozen' | 'absent';
  /** What is wrong and what to do; empty while ready. */
  problem: string;
}

/** How far a queued call has come. `refused` = never sent, because its simulation failed; `reverted` = mined and failed. */
export type CallStatus = 'queued' | 'signed' | 'sent' | 'mined' | 'final' | 'reverted' | 'refused';

/** What became of a call of the contract; times by the hub's clock. */
export interface QueuedCall {
  status: CallStatus;
  hash: Hex32 | null;
  from: Address;
  block: number | null;
  sentAt: Ms | null;
  minedAt: Ms | null;
  finalAt: Ms | null;
  /** In words; empty unless refused or reverted. */
  error: string;
}

/** What actions need of the queue that owns the hub's key. */
export interface Transactions {
  signer(): SignerStatus;
  /** Stores the call under its key and sends it; a key that is known already is not sent again. */
  submit(key: string, data: string): Promise<void>;
  find(key: string): Promise<QueuedCall | null>;
}

/** Whether a call would succeed in the newest block. */
export type Simulation = { ok: true } | { ok: false; kind: 'reverts' | 'unavailable'; message: string };

export type Simulate = (data: string, from: Address) => Promise<Simulation>;
