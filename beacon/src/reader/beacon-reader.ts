import { type Address, type ChainView, type ReleaseId, type Tier } from '@noderr/protocol';
import { type Deployment } from '../contract/deployment.ts';
import {
  type BlockReading,
  type BrakeReading,
  type ChainReading,
  type ChainReadings,
  type ChangesReading,
  type EmergencyReading,
  type LatestReading,
  type PauseReading,
  type ReleaseReading,
} from './chain-reading.ts';

export interface BeaconReaderOptions {
  chainId: number;
  beacon: Address;
  /** One to eight; each is asked by itself. */
  rpcEndpoints: readonly string[];
  /** How many endpoints must agree; more than half of them unless told. */
  quorum?: number | undefined;
  /** For chains without finality: a block this many below `latest` counts as final. */
  confirmations?: number | undefined;
  /** The pinned identity; without it the first reading's is taken, and returned to be persisted. */
  deployment?: Deployment | undefined;
  /** A final block older than this is stale; seconds, 1 200 unless told. */
  maxAgeS?: number | undefined;
  /** Milliseconds for one call to one endpoint; 10 000 unless told. */
  timeoutMs?: number | undefined;
}

export interface BeaconReaderDeps {
  /** Milliseconds since the epoch, corrected by the hub's Date header where there is a hub. */
  now: () => number;
}

export interface ViewQuestion {
  tier: Tier;
  /** The release that the asker runs, 0 for none. */
  current: ReleaseId;
}

/** Reads the contract through endpoints of which none is trusted alone; it never throws for what they do. */
export interface BeaconReader {
  /** Final state of one tier. */
  readView(tier: Tier, current: ReleaseId, signal?: AbortSignal): Promise<ChainReading>;
  /** Final state of several tiers, all at the same block. */
  readViews(questions: readonly ViewQuestion[], signal?: AbortSignal): Promise<ChainReadings>;
  /** The newest state that a quorum agrees on, final or not. */
  readLatest(tier: Tier, current: ReleaseId, signal?: AbortSignal): Promise<LatestReading>;
  /** Whether any endpoint's `latest` forbids to start something upwards; `final` is the newest final view of the tier. */
  brake(final: ChainView, signal?: AbortSignal): Promise<BrakeReading>;
  /** Whether a quorum sees, beyond `final`, a rollback that takes this node down. */
  emergency(final: ChainView, signal?: AbortSignal): Promise<EmergencyReading>;
  readPausedAtLatest(tier: Tier, signal?: AbortSignal): Promise<PauseReading>;
  /** The final changes of a tier from a block on, in order, without gaps. */
  changes(tier: Tier, fromBlock: number, signal?: AbortSignal): Promise<ChangesReading>;
  readRelease(tier: Tier, id: ReleaseId, signal?: AbortSignal): Promise<ReleaseReading>;
  /** The block at a height that is final already; `chain/no-quorum` for one above. */
  readBlock(height: number, signal?: AbortSignal): Promise<BlockReading>;
}
