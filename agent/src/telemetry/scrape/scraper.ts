import { setTimeout as delay } from 'node:timers/promises';
import { type HttpProbe } from '../../health/http-probe.ts';
import { type ContainerRuntime } from '../../runtime/container-runtime.ts';
import { type CpuMeter } from '../cpu-meter.ts';
import { type Reading } from '../reading.ts';
import { SeriesMemory } from './series-memory.ts';
import { type SeriesDropReason, type ServiceSeries, serviceSeries } from './service-series.ts';

/** Bytes of an answer that are looked at. */
export const MOST_BODY_BYTES = 1_048_576;

/** For where a container is: the machine is measured meanwhile, and a daemon that hangs must not hold that up. */
const INSPECT_TIMEOUT_MS = 5_000;

/** A service whose metrics are asked for. */
export interface ScrapeTarget {
  service: string;
  containerId: string;
  port: number;
  path: string;
}

export interface ScraperDeps {
  runtime: Pick<ContainerRuntime, 'inspect'>;
  /** Reads at most `MOST_BODY_BYTES` and a little. */
  http: HttpProbe;
  meter: CpuMeter;
  /** Milliseconds; default 5 000. */
  inspectTimeoutMs?: number;
  onScraped: (service: string, up: boolean) => void;
  onDropped: (service: string, reason: SeriesDropReason, count: number) => void;
}

/**
 * `trading`: only the services that had trading metrics at the last whole scrape, and only those metrics of them; a
 * container that was not asked yet is asked for all.
 */
export type ScrapeScope = 'all' | 'trading';

/** Asks the services of the node for their metrics, at the addresses of their own containers. */
export class Scraper {
  readonly #deps: ScraperDeps;
  /** Where containers with trading metrics answered at the last whole scrape; null for all others. */
  #trading = new Map<string, string | null>();
  /** By container: one of a new release may have other series. */
  #memories = new Map<string, SeriesMemory>();

  constructor(deps: ScraperDeps) {
    this.#deps = deps;
  }

  /** In bounded time; a service that does not answer has no readings. Only the signal ends it with an error. */
  async scrape(targets: readonly ScrapeTarget[], scope: ScrapeScope, signal: AbortSignal): Promise<Reading[]> {
    if (scope === 'all') this.#beginWhole(targets);
    const found = await Promise.all(
      targets.map((target) => (scope === 'all' ? this.#whole(target, signal) : this.#tradingOf(target, signal))),
    );
    return found.flat();
  }

  #beginWhole(targets: readonly ScrapeTarget[]): void {
    this.#trading = new Map();
    this.#memories = new Map(targets.map(({ containerId }) => [containerId, this.#memoryOf(containerId)]));
    for (const memory of this.#memories.values()) memory.next();
  }

  #memoryOf(containerId: string): SeriesMemory {
    const memory = this.#memories.get(containerId) ?? new SeriesMemory();
    this.#memories.set(containerId, memory);
    return memory;
  }

  async #whole(target: ScrapeTarget, signal: AbortSignal): Promise<Reading[]> {
    const { service, containerId } = target;
    const address = await this.#addressOf(containerId);
    const series = address === null ? null : await this.#ask(target, address, signal);
    this.#deps.onScraped(service, series !== null);
    this.#trading.set(containerId, null);
    if (address === null || series === null) return [];
    for (const [reason, count] of series.dropped) this.#deps.onDropped(service, reason, count);
    if (series.readings.some(isTrading)) this.#trading.set(containerId, address);
    return labelled(series.readings, service);
  }

  async #tradingOf(target: ScrapeTarget, signal: AbortSignal): Promise<Reading[]> {
    const address = this.#trading.get(target.containerId);
    if (address === undefined) return this.#whole(target, signal);
    const series = address === null ? null : await this.#ask(target, address, signal);
    return labelled(series?.readings.filter(isTrading) ?? [], target.service);
  }

  async #addressOf(containerId: string): Promise<string | null> {
    const { runtime, inspectTimeoutMs = INSPECT_TIMEOUT_MS } = this.#deps;
    try {
      const inTime = delay(inspectTimeoutMs, null, { ref: false });
      const status = await Promise.race([runtime.inspect(containerId), inTime]);
      return status?.state === 'running' ? status.address : null;
    } catch {
      // a daemon that does not answer is told by the standing health
      return null;
    }
  }

  async #ask(
    { port, path, containerId }: ScrapeTarget,
    address: string,
    signal: AbortSignal,
  ): Promise<ServiceSeries | null> {
    const answer = await this.#deps.http({ address, port, path }, signal);
    if (answer.kind === 'silent' || answer.status !== 200) return null;
    const memory = this.#memoryOf(containerId);
    return this.#deps.meter.measure(() => seriesOf(answer.body, (series) => memory.admits(series)));
  }
}

function seriesOf(body: string, admits: (series: string) => boolean): ServiceSeries {
  if (Buffer.byteLength(body) <= MOST_BODY_BYTES) return serviceSeries(body, admits);
  // the last line may be cut in the middle of its number
  const { readings, dropped } = serviceSeries(body.slice(0, body.lastIndexOf('\n')), admits);
  return { readings, dropped: new Map([...dropped, ['body-limit', 1]]) };
}

function isTrading({ name }: Reading): boolean {
  return name.startsWith('trading_');
}

function labelled(readings: readonly Reading[], service: string): Reading[] {
  return readings.map(({ name, value, labels }) => ({ name, value, labels: { ...labels, service } }));
}
