import { type Clock, elapsedMs } from '../clock.ts';
import { type Logger } from '../logs/logger.ts';
import { AGENT_SERVICE } from './agent-service.ts';
import { type CpuMeter } from './cpu-meter.ts';
import { type HostMetrics } from './host/host-metrics.ts';
import { type Reading } from './reading.ts';
import { type Scraper, type ScrapeTarget } from './scrape/scraper.ts';
import { type TelemetrySink } from './telemetry-sink.ts';

/** Between two rounds, each of which samples trading metrics; milliseconds. */
const ROUND_MS = 5_000;
/** Every third round samples everything: every 15 s. */
const WHOLE_ROUND = 3;

export interface SamplerDeps {
  host: Pick<HostMetrics, 'readings'>;
  /** The agent's own metrics. */
  own: () => Promise<Reading[]>;
  scraper: Pick<Scraper, 'scrape'>;
  /** The services as they run now. */
  targets: () => ScrapeTarget[];
  sink: Pick<TelemetrySink, 'samples'>;
  clock: Clock;
  meter: CpuMeter;
  logger: Logger;
}

/** Samples machine, agent and services until the signal aborts; what fails is logged and tried again in the next round. */
export async function runSampler(deps: SamplerDeps, signal: AbortSignal): Promise<void> {
  const { clock, logger } = deps;
  for (let round = 0; !signal.aborted; round += 1) {
    const began = clock.monotonic();
    const parts = round % WHOLE_ROUND === 0 ? wholeRound(deps, signal) : [tradingRound(deps, signal)];
    for (const result of await Promise.allSettled(parts)) {
      if (result.status === 'rejected' && result.reason !== signal.reason) {
        logger.warn({ err: result.reason as unknown }, 'metrics not sampled');
      }
    }
    const took = elapsedMs(began, clock.monotonic()) ?? 0;
    await clock.sleep(Math.max(0, ROUND_MS - took), signal);
  }
}

function wholeRound({ host, own, scraper, targets, ...deps }: SamplerDeps, signal: AbortSignal): Promise<void>[] {
  return [
    keep(
      deps,
      deps.meter.measure(() => host.readings()),
    ),
    keep(deps, own()),
    keep(deps, scraper.scrape(targets(), 'all', signal)),
  ];
}

function tradingRound({ scraper, targets, ...deps }: SamplerDeps, signal: AbortSignal): Promise<void> {
  return keep(deps, scraper.scrape(targets(), 'trading', signal));
}

async function keep(
  { clock, sink, meter }: Pick<SamplerDeps, 'clock' | 'sink' | 'meter'>,
  readings: Promise<Reading[]>,
): Promise<void> {
  const timestampMs = clock.now();
  const found = await readings;
  if (found.length === 0) return;
  meter.measure(() => {
    sink.samples(
      found.map(({ name, value, labels }) => ({
        name,
        value,
        timestampMs,
        labels: { service: AGENT_SERVICE, ...labels },
      })),
    );
  });
}
