import { join } from 'node:path';
import { type Registry } from '@prometheus-io/client';
import { type Journal } from '../durable/journal.ts';
import { fetchProbe } from '../health/http-probe.ts';
import { type LogTap } from '../logs/log-tap.ts';
import { createShippingMetrics, type ShippingMetrics } from '../metrics/shipping-metrics.ts';
import { type ContainerRuntime } from '../runtime/container-runtime.ts';
import { type ServiceTemplate } from '../template/service-template.ts';
import { AGENT_SERVICE } from './agent-service.ts';
import { CpuMeter } from './cpu-meter.ts';
import { HostMetrics, type HostPart } from './host/host-metrics.ts';
import { LogIntake } from './logs/log-intake.ts';
import { LogPositions } from './logs/log-positions.ts';
import { followServiceLogs } from './logs/service-logs.ts';
import { loggedContainers, scrapeTargets } from './node-services.ts';
import { openTelemetry, type TelemetryDeps, type TelemetryOptions } from './open-telemetry.ts';
import { ownReadings } from './own-readings.ts';
import { runSampler } from './sampler.ts';
import { MOST_BODY_BYTES, Scraper } from './scrape/scraper.ts';
import { type ShippingStatus } from './shipping-status.ts';

/** Before a spool that could not be opened is tried again; milliseconds. */
const REOPEN_MS = 60_000;

export interface StartTelemetryOptions extends Omit<TelemetryOptions, 'ingestUrl'> {
  /** Without it nothing is measured or shipped. */
  ingestUrl: string | undefined;
  /** Of the spool, and of how far logs were read. */
  folder: string;
  templates: readonly ServiceTemplate[];
}

export interface StartTelemetryDeps extends Omit<TelemetryDeps, 'metrics'> {
  journal: Pick<Journal, 'memory'>;
  runtime: ContainerRuntime;
  registry: Registry;
  /** Hears the agent's own log. */
  logTap?: LogTap | undefined;
}

/** Telemetry beside everything else: whatever goes wrong in it is told here and nowhere else. */
export interface RunningTelemetry {
  status(): ShippingStatus;
  /** Resolves when the signal has aborted and all is on disk; never rejects. */
  running: Promise<void>;
}

/** Measures the node and ships what was measured, until the signal aborts. */
export function startTelemetry(
  options: StartTelemetryOptions,
  deps: StartTelemetryDeps,
  signal: AbortSignal,
): RunningTelemetry {
  const { ingestUrl } = options;
  if (ingestUrl === undefined) return { status: () => ({ state: 'off' }), running: Promise.resolve() };
  const { clock, logger } = deps;
  const meter = new CpuMeter();
  const metrics = createShippingMetrics(deps.registry, () => meter.seconds);
  const opening = { ...options, ingestUrl };
  let status: () => ShippingStatus = () => ({ state: 'failed', detail: 'not opened yet' });

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        await ship(opening, { ...deps, metrics }, meter, signal, (given) => {
          status = given;
        });
        return;
      } catch (error) {
        status = () => failed(error);
        logger.error({ err: error }, 'telemetry not started, tried again in a minute');
        await clock.sleep(REOPEN_MS, signal);
      }
    }
  }
  return {
    status() {
      try {
        return status();
      } catch (error) {
        // heartbeats go on, whatever is wrong with the spool
        return failed(error);
      }
    },
    running: run(),
  };
}

function failed(error: unknown): ShippingStatus {
  return { state: 'failed', detail: error instanceof Error ? error.message : String(error) };
}

type OpenedDeps = StartTelemetryDeps & { metrics: ShippingMetrics };

/** @throws what the opening of the spool throws; nothing after it */
async function ship(
  options: StartTelemetryOptions & TelemetryOptions,
  deps: OpenedDeps,
  meter: CpuMeter,
  signal: AbortSignal,
  onOpen: (status: () => ShippingStatus) => void,
): Promise<void> {
  const { folder } = options;
  const { journal, runtime, registry, clock, logger, metrics, logTap } = deps;
  const telemetry = openTelemetry(folder, options, { ...deps, meter });
  onOpen(() => ({ state: 'shipping', ...telemetry.status() }));
  const { sink } = telemetry;
  const intake = new LogIntake({ sink, clock, meter });
  const takeOwn = intake.of(AGENT_SERVICE);
  logTap?.listen((text) => {
    takeOwn({ text, timestampMs: Date.now(), stream: 'stdout' });
  });
  const host = new HostMetrics({ onFault: onceEach(logger) });
  const scraper = new Scraper({
    ...{ runtime, meter, http: fetchProbe({ maxBodyBytes: MOST_BODY_BYTES }) },
    onScraped: metrics.scraped,
    onDropped: metrics.seriesDropped,
  });
  const sampling = {
    ...{ host, scraper, sink, clock, meter, logger },
    own: () => ownReadings(registry),
    targets: () => scrapeTargets(journal.memory, options.templates),
  };
  const hostClock = { nowMs: () => Date.now(), monotonic: () => clock.monotonic() };
  const following = {
    ...{ runtime, intake, clock, logger, host: hostClock },
    containers: () => loggedContainers(journal.memory),
    positions: new LogPositions(join(folder, 'log-positions.json'), hostClock),
  };
  const parts = [telemetry.run(signal), runSampler(sampling, signal), followServiceLogs(following, signal)];
  await Promise.all(parts.map((part) => part.catch(told(logger))));
  logTap?.listen(null);
  host.close();
  await telemetry.close().catch(told(logger));
}

/** A part that ends by a fault of its own leaves the others as they are. */
function told(logger: StartTelemetryDeps['logger']): (error: unknown) => void {
  return (error) => {
    logger.error({ err: error }, 'a part of telemetry has ended');
  };
}

function onceEach(logger: StartTelemetryDeps['logger']): (part: HostPart, error: unknown) => void {
  const seen = new Set<HostPart>();
  return (part, error) => {
    if (!seen.has(part)) logger.warn({ part, err: error }, 'metrics of the machine not read');
    seen.add(part);
  };
}
