import { type BlockRef, type ChainView, type Directive, type DirectiveChange, type Release } from '@noderr/protocol';
import { type Deployment } from '../contract/deployment.ts';
import { type RpcErrorCode } from '../rpc/rpc-error.ts';

/** What is wrong with one endpoint's answer; also the metric label. */
export type EndpointFault =
  | RpcErrorCode
  | 'chain/wrong-chain-id'
  | 'chain/wrong-deployment'
  | 'chain/wrong-code'
  | 'chain/no-finalized'
  | 'chain/behind'
  | 'chain/disagrees'
  | 'chain/reorged'
  | 'chain/malformed-view'
  | 'chain/false-claim';

/** Why a whole reading is no basis for action; also the metric label. */
export type ReadingProblem =
  | 'chain/no-quorum'
  | 'chain/no-finalized'
  | 'chain/split'
  | 'chain/malformed-view'
  | 'chain/history-gap'
  | 'chain/reorged'
  | 'chain/wrong-chain-id'
  | 'chain/wrong-deployment'
  | 'chain/wrong-code'
  | 'chain/stale'
  | 'chain/from-the-future';

export interface EndpointAnswer {
  /** Host only: the URL may carry a key. */
  host: string;
  /** Number of the endpoint's newest block of the asked kind, null when it gave none. */
  height: number | null;
  agrees: boolean;
  fault: { code: EndpointFault; message: string } | null;
}

/** "quorum 2 of 3", with each endpoint's own part in it. */
export interface QuorumReport {
  needed: number;
  agreeing: number;
  endpoints: EndpointAnswer[];
}

interface Reported {
  quorum: QuorumReport;
}

/** All values from one block hash that a quorum agreed on; checked against the pinned identity. */
export interface Agreed extends Reported {
  /** In the order of the questions. */
  views: ChainView[];
  block: BlockRef;
  /** The identity that was checked, or, without a pinned one, first seen: to be persisted and passed from then on. */
  deployment: Deployment;
}

/** Agreed and final, but its block is too old or ahead of the clock: to be shown, never acted on. */
export interface Outdated extends Agreed {
  kind: 'stale';
  code: 'chain/stale' | 'chain/from-the-future';
  /** Seconds between the block's time and the clock; negative for a block from the future. */
  ageS: number;
}

/** Another chain or another contract than the pinned one: stop and raise an alarm. */
export interface Mismatched extends Reported {
  kind: 'mismatch';
  code: 'chain/wrong-chain-id' | 'chain/wrong-deployment' | 'chain/wrong-code';
}

export interface Unavailable extends Reported {
  kind: 'unavailable';
  code: Exclude<ReadingProblem, Outdated['code'] | Mismatched['code']>;
  message: string;
}

export type ChainReadings = ({ kind: 'final' } & Agreed) | Outdated | Mismatched | Unavailable;

/** A reading of a single tier. */
export type ChainReading =
  ({ kind: 'final'; view: ChainView } & Agreed) | ({ view: ChainView } & Outdated) | Mismatched | Unavailable;

/** The newest state that a quorum agrees on; it may still be reorganised away and is never persisted. */
export type LatestReading = ({ kind: 'latest'; view: ChainView } & Agreed) | Outdated | Mismatched | Unavailable;

/** What the hub rebuilds a tier's history from. */
export type ChangesReading =
  | {
      kind: 'final';
      changes: DirectiveChange[];
      /** The last block whose changes are included. */
      through: BlockRef;
      quorum: QuorumReport;
    }
  | Mismatched
  | Unavailable;

export type ReleaseReading =
  { kind: 'final'; release: Release | null; block: BlockRef; quorum: QuorumReport } | Mismatched | Unavailable;

/** The final block at one height. */
export type BlockReading = { kind: 'final'; block: BlockRef; quorum: QuorumReport } | Mismatched | Unavailable;

/** One endpoint says that its `latest` is paused, or at another rollout than the final state. */
export interface BrakeClaim {
  host: string;
  reason: 'paused' | 'other-rollout';
  /** The block at which it says so. */
  block: BlockRef;
  directive: Directive;
  /** Milliseconds since the epoch at which this endpoint began to claim. */
  since: number;
}

/** Whether a move up may start now. */
export type BrakeReading = (
  | { kind: 'clear' }
  | { kind: 'braked'; claims: BrakeClaim[] }
  /** Fewer endpoints than the quorum answered at all: nothing starts. */
  | { kind: 'unreachable' }
) & {
  answers: EndpointAnswer[];
  /** Endpoints whose claim proved false or never came true, until when (ms) they may not claim again. */
  barred: { host: string; until: number }[];
};

/** A rollback that is not final yet but that a quorum sees at `latest`. */
export type EmergencyReading =
  | { kind: 'none'; quorum: QuorumReport }
  | { kind: 'rollback'; view: ChainView; quorum: QuorumReport }
  | { kind: 'unavailable'; code: string; message: string; quorum: QuorumReport };

/** Whether a quorum reads `paused` at `latest`: only this stops a move down. */
export type PauseReading =
  | { kind: 'paused' | 'running'; directive: Directive; quorum: QuorumReport }
  | { kind: 'unavailable'; code: string; message: string; quorum: QuorumReport };
