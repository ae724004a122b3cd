import { type NodeTier, type Signal, SIGNALS } from '@noderr/protocol';
import { type NodeIdentity } from '../identity/node-identity.ts';
import { type Logger } from '../logs/logger.ts';
import { type SystemClock } from '../system-clock.ts';
import { createDropCount } from './drop-count.ts';
import { createRequestEncoder } from './encode/write-request.ts';
import { createFaultLog } from './fault-log.ts';
import { createPushClient } from './ship/push-client.ts';
import { createPushGate } from './ship/push-gate.ts';
import { createShipping, type Meter, type Shipping } from './ship/ship-spool.ts';
import { createSpoolSink } from './spool-sink.ts';
import { createClockWatch } from './spool/clock-watch.ts';
import { createDiskRoom, freeShareOf } from './spool/disk-room.ts';
import { keepWithin } from './spool/keep-within.ts';
import { logsFormat } from './spool/logs-format.ts';
import { metricsFormat } from './spool/metrics-format.ts';
import { openSpool } from './spool/open-spool.ts';
import { createTokenBucket } from './spool/token-bucket.ts';
import { type TelemetryMetrics } from './telemetry-metrics.ts';
import { type TelemetrySink } from './telemetry-sink.ts';
import { type SignalStatus, type TelemetryStatus } from './telemetry-status.ts';

const DEFAULTS = { maxBytes: 256_000_000, maxAgeMs: 7 * 86_400_000, logBytesPerS: 2_000, pushesPerS: 1 };

const NO_METER: Meter = { measure: (work) => work() };

/** A power cut loses at most what came since the last sync; milliseconds. */
const SYNC_EVERY_MS = 60_000;

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
  /** Pushes a second of each signal, of which the backlog makes a fifth; default 1. */
  pushesPerS?: number;
  /** Milliseconds for one push, the hub's answer included; the push client's own default unless told. */
  pushTimeoutMs?: number;
}

export interface TelemetryDeps {
  identity: NodeIdentity;
  clock: SystemClock;
  logger: Logger;
  metrics: TelemetryMetrics;
  /** 0…1 */
  random: () => number;
  /** Counts the CPU time of shipping; not counted without. */
  meter?: Meter;
  /** Free part of the disk that the folder is on, 0…1; the disk's own unless a test says it. */
  freeShare?: () => number;
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

/**
 * Opens the spools in a folder of their own, with what an earlier run has left there.
 * @throws the disk's own error where the folder cannot be used
 */
export function openTelemetry(folder: string, options: TelemetryOptions, deps: TelemetryDeps): Telemetry {
  const { maxBytes, maxAgeMs, logBytesPerS, pushesPerS } = { ...DEFAULTS, ...options };
  const { ingestUrl, audience, cluster, tier, pushTimeoutMs } = options;
  const { identity, clock, logger, metrics, random } = deps;
  const monotonicMs = (): number => clock.monotonic().ms;
  const sender = { cluster, tier, node_id: identity.nodeId };
  const watch = createClockWatch(clock);
  const drops = createDropCount(metrics);
  const faults = createFaultLog(logger);
  const gate = createPushGate({
    monotonicMs,
    random,
    onChange: (state) => {
      metrics.setPushAuthFailed(state === 'refused');
      if (state === 'accepted') logger.info('telemetry is accepted');
      else logger.warn('telemetry is refused: this node is not enrolled or suspended; it is kept meanwhile');
    },
  });
  // A clock that was wrong from the start on has not jumped: only a push that was taken shows that it is right.
  const time = { nowMs: () => clock.now(), settled: () => watch.settled() && gate.state === 'accepted' };

  const spooling = { folder, maxBytes };
  const spoolDeps = { onGivenUp: drops.add, onFault: faults.tell };
  const spools = {
    metrics: openSpool(spooling, metricsFormat(time, maxAgeMs), spoolDeps),
    logs: openSpool(spooling, logsFormat(time, maxAgeMs, sender), spoolDeps),
  };
  const patience = pushTimeoutMs === undefined ? {} : { timeoutMs: pushTimeoutMs };
  const push = createPushClient({ url: ingestUrl, audience, ...patience }, { identity, clock });
  const shippingOf = (signal: Signal): Shipping =>
    createShipping(
      { pushesPerS },
      {
        ...{ spool: spools[signal], push, gate, clock, random },
        meter: deps.meter ?? NO_METER,
        onGivenUp: (givenUp) => {
          drops.add(signal, givenUp);
        },
        onChange: (lane, fault) => {
          // a backlog is refused now and then all the while it drains
          const level = lane === 'backlog' ? 'debug' : fault ? 'warn' : 'info';
          logger[level]({ signal, lane, ...fault }, fault ? 'telemetry is not taken' : 'telemetry is taken again');
        },
      },
    );
  const shipping = { metrics: shippingOf('metrics'), logs: shippingOf('logs') };
  metrics.setPushAuthFailed(false);
  tellBytes();

  function tellBytes(): void {
    metrics.setSpoolBytes(spools.metrics.bytes + spools.logs.bytes);
  }

  function keepWithinBudget(): void {
    try {
      keepWithin(maxBytes, Object.values(spools));
    } catch (error) {
      // tried again with the next record
      faults.tell(error);
    }
  }

  function statusOf(signal: Signal): SignalStatus {
    const spool = spools[signal];
    return {
      lagS: lagOf(signal),
      spooledBytes: spool.bytes,
      droppedTotal: drops.of(signal),
      lastPushAt: shipping[signal].lastPushAt,
      lane: spool.hasBacklog ? 'backlog' : 'live',
      lastError: shipping[signal].lastFault,
    };
  }

  function lagOf(signal: Signal): number | null {
    try {
      const oldestMs = spools[signal].oldestMs();
      return oldestMs === null ? 0 : Math.max(0, Math.round((clock.now() - oldestMs) / 1000));
    } catch (error) {
      faults.tell(error);
      return null;
    }
  }

  async function syncRegularly(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(SYNC_EVERY_MS, signal);
      await Promise.all(SIGNALS.map((name) => spools[name].sync()));
      tellBytes();
    }
  }

  return {
    sink: createSpoolSink({
      spools,
      encode: createRequestEncoder(sender),
      room: createDiskRoom(deps.freeShare ?? (() => freeShareOf(folder)), monotonicMs),
      bucket: createTokenBucket(logBytesPerS, monotonicMs),
      onAdded: (signal) => {
        keepWithinBudget();
        tellBytes();
        shipping[signal].wake();
      },
      onDropped: (signal, reason, count) => {
        drops.add(signal, { [reason]: count });
      },
      onFault: faults.tell,
    }),
    status: () => ({ metrics: statusOf('metrics'), logs: statusOf('logs'), auth: gate.state }),
    async run(signal) {
      await Promise.all([...SIGNALS.map((name) => shipping[name].run(signal)), syncRegularly(signal)]);
    },
    async close() {
      await Promise.all(SIGNALS.map((name) => spools[name].close()));
    },
  };
}
