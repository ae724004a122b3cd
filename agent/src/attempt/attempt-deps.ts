import { type NodeTier, type Release } from '@noderr/protocol';
import { type Clock } from '../clock.ts';
import { type DiskReserve } from '../durable/disk-reserve.ts';
import { type Journal } from '../durable/journal.ts';
import { type Logger } from '../logs/logger.ts';
import { type ContainerRuntime } from '../runtime/container-runtime.ts';
import { type ServiceTemplate } from '../template/service-template.ts';
import { type AttemptRecord } from './attempt-record.ts';
import { type BackupStore } from './backup-store.ts';
import { type HealthCheck } from './health-check.ts';

/** Says whether a release is what the trusted keys signed; reads kilobytes, no layer. */
export interface ReleaseVerifier {
  /** Bytes to pull. @throws an error with a FailureCode: signature/*, content/*, registry/* */
  verify(release: Release, signal: AbortSignal): Promise<{ bytes: number }>;
}

/** The last look at `latest` before something that a pause should have stopped. */
export interface LatestGuard {
  /** @throws AttemptFault paused, superseded or rpc/unreachable */
  assertMayGoOn(attempt: AttemptRecord, signal: AbortSignal): Promise<void>;
}

export interface AttemptPolicy {
  tier: NodeTier;
  /** Where images are pulled from; never part of their identity. */
  registryHost: string;
  templates: readonly ServiceTemplate[];
  soakMs: number;
  rollbackTimeoutMs: number;
  /** An update whose backup stops the node longer than this is refused. */
  maxGapMs: number;
}

/** All that an attempt acts on and is told by. */
export interface AttemptDeps {
  journal: Journal;
  runtime: ContainerRuntime;
  backups: BackupStore;
  /** Of the agent's own disk. */
  reserve: Pick<DiskReserve, 'refill'>;
  health: HealthCheck;
  verifier: ReleaseVerifier;
  guard: LatestGuard;
  clock: Clock;
  logger: Logger;
  policy: AttemptPolicy;
}
