import { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';
import { Gauge, Histogram, type Registry } from '@prometheus-io/client';
import { BoundedSet } from '../metrics/bounded-set.ts';
import { RequestCounts } from './request-counts.ts';

/** Seconds; 1 is the threshold of SlowResponseTime, so that its p95 needs no interpolation there. */
export const HTTP_BUCKETS_S: readonly number[] = [0.01, 0.05, 0.25, 0.5, 1, 2.5, 10];

/** What stands for requests that no route took. */
export const NO_ROUTE = '(none)';

/** The code of a request whose client went away before the answer was written (as in nginx's logs). */
const CLIENT_CLOSED = 499;

/** Bounds of the label values, for a service's budget of 150 series. */
export interface HttpBounds {
  /** Distinct routes; the rest are `(other)`. Each costs ten series. */
  maxRoutes: number;
  /** Distinct method, route and code of `http_requests_total`; the rest count as `(other)`, `(other)`, `5xx`. */
  maxRequestSeries: number;
}

export const DEFAULT_HTTP_BOUNDS: HttpBounds = { maxRoutes: 5, maxRequestSeries: 24 };

/** The route pattern of a request, or undefined where no route took it. */
export type RouteAtEnd = () => string | undefined;

/** Where a response keeps who knows its route; a WeakMap costs a request 2 µs more, in garbage collection. */
const ROUTES = Symbol('routes');

type WatchedResponse = ServerResponse & { [ROUTES]?: RouteAtEnd[] };

/** Rate, duration and errors of the HTTP servers of a service, whatever framework serves. */
export class HttpMetrics {
  readonly #requests: RequestCounts;
  readonly #durations: Histogram<'route'>;
  readonly #routes: BoundedSet;
  #inFlight = 0;
  #connections = 0;
  readonly #servers = new Map<Server, (socket: Socket) => void>();

  constructor(registry: Registry, { maxRoutes, maxRequestSeries }: HttpBounds = DEFAULT_HTTP_BOUNDS) {
    const registers = [registry];
    this.#routes = new BoundedSet(maxRoutes);
    this.#requests = new RequestCounts(registry, maxRequestSeries);
    this.#durations = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Seconds from the head of the request to the end of the response.',
      labelNames: ['route'],
      buckets: [...HTTP_BUCKETS_S],
      registers,
    });
    const gauge = (name: string, help: string, read: () => number): void => {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    };
    gauge('http_requests_in_flight', 'Requests being answered.', () => this.#inFlight);
    gauge('http_connections_active', 'Open client connections.', () => this.#connections);
  }

  /**
   * Counts a request from now to its end; `routeAtEnd` says the route pattern when the answer is out. A request that is
   * watched twice, by a server and by its framework, counts once, under the first route that either knows.
   */
  watch(request: IncomingMessage, response: WatchedResponse, routeAtEnd: RouteAtEnd): void {
    const watching = response[ROUTES];
    if (watching) {
      watching.push(routeAtEnd);
      return;
    }
    const routes = [routeAtEnd];
    response[ROUTES] = routes;
    const startedMs = performance.now();
    this.#inFlight += 1;
    response.once('close', () => {
      this.#inFlight -= 1;
      const code = response.writableFinished ? response.statusCode : CLIENT_CLOSED;
      this.#count(request.method ?? '', firstRoute(routes), code, (performance.now() - startedMs) / 1000);
    });
  }

  /** Counts the open connections of a server; a second call does nothing. */
  countConnections(server: Server): void {
    if (this.#servers.has(server)) return;
    const opened = (socket: Socket): void => {
      this.#connections += 1;
      socket.once('close', () => {
        this.#connections -= 1;
      });
    };
    this.#servers.set(server, opened);
    server.on('connection', opened);
  }

  close(): void {
    for (const [server, opened] of this.#servers) server.off('connection', opened);
    this.#servers.clear();
  }

  #count(method: string, rawRoute: string, status: number, seconds: number): void {
    const route = rawRoute === NO_ROUTE ? NO_ROUTE : this.#routes.fold(rawRoute);
    this.#durations.observe({ route }, seconds);
    this.#requests.count(method, route, status);
  }
}

function firstRoute(routes: readonly RouteAtEnd[]): string {
  for (const routeAtEnd of routes) {
    const route = routeAtEnd();
    if (route !== undefined) return route;
  }
  return NO_ROUTE;
}
