import { type Signal } from '@noderr/protocol';
import { type DropReason } from './drop-reason.ts';

/** What shipping counts of itself. */
export interface TelemetryMetrics {
  /** Samples or lines that were given up. */
  dropped(signal: Signal, reason: DropReason, count: number): void;
  /** Bytes of both spools on disk. */
  setSpoolBytes(bytes: number): void;
  setPushAuthFailed(failed: boolean): void;
}
