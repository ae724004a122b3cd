import { METHODS } from 'node:http';
import { Counter, type Registry } from '@prometheus-io/client';
import { OTHER } from '../metrics/bounded-set.ts';

interface Series {
  labels: { method: string; route: string; code: string };
  requests: number;
}

const KNOWN_METHODS: ReadonlySet<string> = new Set(METHODS);

/**
 * `http_requests_total{method,route,code}` with a bound on its series: a request beyond it counts as method and route
 * `(other)` and the class of its code, `5xx`, so that a share of errors stays right. A request costs one look-up; the
 * client's counter is filled at the scrape.
 */
export class RequestCounts {
  readonly #maxSeries: number;
  readonly #series = new Map<string, Series>();
  readonly #folded = new Map<string, Series>();

  constructor(registry: Registry, maxSeries: number) {
    this.#maxSeries = maxSeries;
    const all = [this.#series, this.#folded];
    new Counter({
      name: 'http_requests_total',
      help: 'Requests answered, by method, route pattern and status code (499: the client went away).',
      labelNames: ['method', 'route', 'code'],
      registers: [registry],
      collect() {
        this.reset();
        for (const { labels, requests } of all.flatMap((series) => [...series.values()])) this.inc(labels, requests);
      },
    });
  }

  count(rawMethod: string, route: string, status: number): void {
    const method = KNOWN_METHODS.has(rawMethod) ? rawMethod : OTHER;
    const key = `${method} ${route} ${status}`;
    const found = this.#series.get(key);
    if (found) found.requests += 1;
    else if (this.#series.size < this.#maxSeries) {
      this.#series.set(key, { labels: { method, route, code: String(status) }, requests: 1 });
    } else this.#fold(`${Math.floor(status / 100)}xx`);
  }

  #fold(code: string): void {
    const found = this.#folded.get(code);
    if (found) found.requests += 1;
    else this.#folded.set(code, { labels: { method: OTHER, route: OTHER, code }, requests: 1 });
  }
}
