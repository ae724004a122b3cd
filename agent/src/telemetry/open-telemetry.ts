import { type NodeTier } from '@noderr/protocol';
import { type NodeIdentity } from '../identity/node-identity.ts';
import { type Logger } from '../logs/logger.ts';
import { type SystemClock } from '../system-clock.ts';
import { type TelemetryMetrics } from './telemetry-metrics.ts';
import { type TelemetrySink } from './telemetry-sink.ts';
import { type TelemetryStatus } from './telemetry-status.ts';

export interface TelemetryOptions {
  /** Origin of the hub's ingest listener, such as `https://hub.example:8444`. */
  ingestUrl: string;
  /** `noderr:<chainId>:<beacon>`, of the tokens. */
  audience: string;
  cluster: string;
  tier: NodeTier;
  /** Bytes that both spools may take together; default 256 MB. */
  maxBytes?: number;
  /** Milliseconds after which nothing is kept; default 7 days. */
  maxAgeMs?: number;
  /** Bytes of log lines a second, `error` and `fatal` apart; default 2 000. */
  logBytesPerS?: number;
}

export interface TelemetryDeps {
  identity: NodeIdentity;
  clock: SystemClock;
  logger: Logger;
  metrics: TelemetryMetrics;
  /** 0…1 */
  random: () => number;
}

/** Spool and shipping of one node. */
export interface Telemetry {
  readonly sink: TelemetrySink;
  status(): TelemetryStatus;
  /** Ships until the signal aborts; what was not shipped waits on disk. */
  run(signal: AbortSignal): Promise<void>;
  /** What the sink took is durable on return. */
  close(): Promise<void>;
}
