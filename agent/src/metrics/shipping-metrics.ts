import { Counter, Gauge, type Registry } from '@prometheus-io/client';
import { type SeriesDropReason } from '../telemetry/scrape/service-series.ts';
import { type TelemetryMetrics } from '../telemetry/telemetry-metrics.ts';

/** What an agent that ships counts of its sources and of shipping. */
export interface ShippingMetrics extends TelemetryMetrics {
  scraped: (service: string, up: boolean) => void;
  seriesDropped: (service: string, reason: SeriesDropReason, count: number) => void;
}

/** `cpuSeconds` is asked at each collection. */
export function createShippingMetrics(registry: Registry, cpuSeconds: () => number): ShippingMetrics {
  const registers = [registry];
  let counted = 0;
  new Counter({
    name: 'noderr_agent_telemetry_cpu_seconds_total',
    help: 'CPU time that measuring and shipping took on the main thread, seconds.',
    registers,
    collect() {
      const now = cpuSeconds();
      this.inc(now - counted);
      counted = now;
    },
  });
  const scrapeUp = new Gauge({
    name: 'noderr_agent_scrape_up',
    help: '1 while a service answers with its metrics.',
    labelNames: ['service'] as const,
    registers,
  });
  const scrapeDropped = new Counter({
    name: 'noderr_agent_scrape_dropped_total',
    help: 'Series of a service that were not taken, by reason.',
    labelNames: ['service', 'reason'] as const,
    registers,
  });
  const spoolBytes = new Gauge({
    name: 'noderr_agent_spool_bytes',
    help: 'Bytes on disk that wait to be shipped, or are kept until room is needed.',
    registers,
  });
  const spoolDropped = new Counter({
    name: 'noderr_agent_spool_dropped_total',
    help: 'Samples and log lines that were given up, by signal and reason.',
    labelNames: ['signal', 'reason'] as const,
    registers,
  });
  const authFailed = new Gauge({
    name: 'noderr_agent_push_auth_failed',
    help: "1 while the hub refuses this node's token for pushes.",
    registers,
  });
  return {
    scraped: (service, up) => {
      scrapeUp.set({ service }, up ? 1 : 0);
    },
    seriesDropped: (service, reason, count) => {
      scrapeDropped.inc({ service, reason }, count);
    },
    dropped: (signal, reason, count) => {
      spoolDropped.inc({ signal, reason }, count);
    },
    setSpoolBytes: (bytes) => {
      spoolBytes.set(bytes);
    },
    setPushAuthFailed: (failed) => {
      authFailed.set(failed ? 1 : 0);
    },
  };
}
