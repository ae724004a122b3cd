import { type IncomingMessage, METHODS, type Server, type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';
import { Counter, Gauge, Histogram, type Registry } from '@prometheus-io/client';
import { BoundedSet, OTHER } from '../metrics/bounded-set.ts';

/** Seconds; 1 is the threshold of SlowResponseTime, so that its p95 needs no interpolation there. */
export const HTTP_BUCKETS_S: readonly number[] = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What stands for requests that no route took. */
export const NO_ROUTE = '(none)';

/** The code of a request whose client went away before the answer was written (as in nginx's logs). */
const CLIENT_CLOSED = 499;

/** Bounds of the label values, for a node's budget of 150 series. */
export interface HttpBounds {
  /** Distinct routes; the rest are `(other)`. Each costs 12 series. */
  maxRoutes: number;
  /** Distinct method, route and code of `http_requests_total`; the rest count as `(other)`, `(other)`, `4xx`. */
  maxRequestSeries: number;
}

export const DEFAULT_HTTP_BOUNDS: HttpBounds = { maxRoutes: 8, maxRequestSeries: 48 };

/** The route pattern of a request, or undefined where no route took it. */
export type RouteAtEnd = () => string | undefined;

const KNOWN_METHODS: ReadonlySet<string> = new Set(METHODS);

/** Rate, duration and errors of the HTTP servers of a service, whatever framework serves. */
export class HttpMetrics {
  readonly #requests: Counter<'method' | 'route' | 'code'>;
  readonly #durations: Histogram<'route'>;
  readonly #inFlight: Gauge;
  readonly #connections: Gauge;
  readonly #routes: BoundedSet;
  readonly #series: BoundedSet;
  readonly #watched = new WeakMap<ServerResponse, RouteAtEnd[]>();
  readonly #servers = new Map<Server, (socket: Socket) => void>();

  constructor(registry: Registry, { maxRoutes, maxRequestSeries }: HttpBounds = DEFAULT_HTTP_BOUNDS) {
    const registers = [registry];
    this.#routes = new BoundedSet(maxRoutes);
    this.#series = new BoundedSet(maxRequestSeries);
    this.#requests = new Counter({
      name: 'http_requests_total',
      help: 'Requests answered, by method, route pattern and status code (499: the client went away).',
      labelNames: ['method', 'route', 'code'],
      registers,
    });
    this.#durations = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Seconds from the head of the request to the end of the response.',
      labelNames: ['route'],
      buckets: [...HTTP_BUCKETS_S],
      registers,
    });
    this.#inFlight = new Gauge({ name: 'http_requests_in_flight', help: 'Requests being answered.', registers });
    this.#connections = new Gauge({ name: 'http_connections_active', help: 'Open client connections.', registers });
  }

  /**
   * Counts a request from now to its end; `routeAtEnd` says the route pattern when the answer is out. A request that is
   * watched twice, by a server and by its framework, counts once, under the first route that either knows.
   */
  watch(request: IncomingMessage, response: ServerResponse, routeAtEnd: RouteAtEnd): void {
    const watching = this.#watched.get(response);
    if (watching) {
      watching.push(routeAtEnd);
      return;
    }
    const routes = [routeAtEnd];
    this.#watched.set(response, routes);
    const startedMs = performance.now();
    this.#inFlight.inc();
    response.once('close', () => {
      this.#inFlight.dec();
      const code = response.writableFinished ? response.statusCode : CLIENT_CLOSED;
      this.#count(request.method ?? '', firstRoute(routes), code, (performance.now() - startedMs) / 1000);
    });
  }

  /** Counts the open connections of a server; a second call does nothing. */
  countConnections(server: Server): void {
    if (this.#servers.has(server)) return;
    const opened = (socket: Socket): void => {
      this.#connections.inc();
      socket.once('close', () => {
        this.#connections.dec();
      });
    };
    this.#servers.set(server, opened);
    server.on('connection', opened);
  }

  close(): void {
    for (const [server, opened] of this.#servers) server.off('connection', opened);
    this.#servers.clear();
  }

  #count(rawMethod: string, rawRoute: string, status: number, seconds: number): void {
    const method = KNOWN_METHODS.has(rawMethod) ? rawMethod : OTHER;
    const route = rawRoute === NO_ROUTE ? NO_ROUTE : this.#routes.fold(rawRoute);
    this.#durations.observe({ route }, seconds);
    if (this.#series.admits(`${method} ${route} ${status}`)) this.#requests.inc({ method, route, code: status });
    else this.#requests.inc({ method: OTHER, route: OTHER, code: `${Math.floor(status / 100)}xx` });
  }
}

function firstRoute(routes: readonly RouteAtEnd[]): string {
  for (const routeAtEnd of routes) {
    const route = routeAtEnd();
    if (route !== undefined) return route;
  }
  return NO_ROUTE;
}
