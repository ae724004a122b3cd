import { type Server } from 'node:http';
import { Registry } from '@prometheus-io/client';
import { type DestinationStream } from 'pino';
import { ErrorLog } from './errors/error-log.ts';
import { expressMiddleware, type Middleware } from './http/express.ts';
import { type FastifyLike, instrumentFastify } from './http/fastify.ts';
import { DEFAULT_HTTP_BOUNDS, type HttpBounds, HttpMetrics } from './http/http-metrics.ts';
import { instrumentServer } from './http/node-server.ts';
import { type Listener, type ListenOptions } from './listen/loopback-listener.ts';
import { startMetricsListener } from './listen/metrics-listener.ts';
import { startProfilingListener } from './listen/profiling-listener.ts';
import { createLogger, type Logger } from './logs/logger.ts';
import { collectProcessMetrics } from './metrics/process-metrics.ts';
import { createQueueDepths, type QueueDepths } from './metrics/queue-depths.ts';
import { createRefusals } from './metrics/refusals.ts';
import { Profiler } from './profiling/profiler.ts';
import { TelemetryError } from './telemetry-error.ts';
import { createTradingMetrics, type TradingMetrics } from './trading/trading-metrics.ts';

export interface TelemetryOptions {
  /** The service's name in logs: lower-case letters, digits, `-`, at most 32. */
  service: string;
  /** Where `/metrics` and `/errors` are served, on loopback only; left out: nowhere. */
  metrics?: ListenOptions;
  /** Where CPU profiles and heap snapshots are taken, on loopback only; left out: nowhere. */
  profiling?: ListenOptions;
  /** The least level that is logged (`info`), and where to (standard output). */
  logs?: { level?: string; stream?: DestinationStream };
  /** Bounds of the HTTP metrics' labels. */
  http?: Partial<HttpBounds>;
  /** Distinct errors kept in memory; 20 where it is left out. */
  keptErrors?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/** The telemetry of a service; a process has one. */
export interface Telemetry extends QueueDepths {
  /** The service's own registry, for metrics of its own too. */
  registry: Registry;
  /** JSON lines, redacted. */
  logger: Logger;
  /** Counts errors and keeps the last ones. */
  errors: Pick<ErrorLog, 'capture' | 'recent'>;
  /** Instruments a node:http server; `routes` are its paths as patterns, such as `/orders/:id`. */
  instrumentServer(server: Server, routes?: readonly string[]): void;
  /** Instruments a Fastify root instance; call it before its routes are added. */
  instrumentFastify(app: FastifyLike): void;
  /** Express middleware to use first; `mounts` are the paths of mounted routers as patterns. */
  express(mounts?: readonly string[]): Middleware;
  /** Counts open connections, for the server that an Express app listens on. */
  countConnections(server: Server): void;
  /** The trading metrics, once; throws TelemetryError `setup/twice`, `setup/too-many`, `setup/bad-name`. */
  trading<const Market extends string>(markets: readonly Market[]): TradingMetrics<Market>;
  /** `http://127.0.0.1:…/metrics`, where it is served. */
  metricsUrl: string | undefined;
  /** `http://127.0.0.1:…/profile/`, where it is served. */
  profilingUrl: string | undefined;
  /** Ends the listeners, a running profile and all measuring, and flushes the log. */
  close(): Promise<void>;
}

const SERVICE_NAME = /^[a-z][a-z0-9-]{0,31}$/;

/**
 * Builds the telemetry of a service and starts its listeners.
 *
 * Throws TelemetryError: `setup/bad-name`, `listen/not-loopback`, `listen/failed`.
 */
export async function createTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const { service, logs = {}, keptErrors = 20, now = Date.now } = options;
  if (!SERVICE_NAME.test(service)) {
    throw new TelemetryError(
      'setup/bad-name',
      `${JSON.stringify(service)} is no service name: use ${SERVICE_NAME.source}`,
    );
  }
  const registry = new Registry();
  const logger = createLogger(service, logs.level ?? 'info', logs.stream);
  const errors = new ErrorLog(registry, keptErrors, now);
  const http = new HttpMetrics(registry, { ...DEFAULT_HTTP_BOUNDS, ...options.http });
  const refusals = createRefusals(registry);
  const queues = createQueueDepths(registry);
  const listeners = await startListeners(options, registry, errors);
  const endings: (() => void)[] = [
    collectProcessMetrics(registry),
    () => {
      http.close();
    },
  ];
  let trading = false;

  return {
    registry,
    logger,
    errors,
    watchQueue: (queue, depth) => queues.watchQueue(queue, depth),
    instrumentServer: (server, routes = []) => {
      endings.push(instrumentServer(http, server, routes));
    },
    instrumentFastify: (app) => {
      instrumentFastify(http, app);
    },
    express: (mounts = []) => expressMiddleware(http, mounts),
    countConnections: (server) => {
      http.countConnections(server);
    },
    trading: (markets) => {
      if (trading) throw new TelemetryError('setup/twice', 'the trading metrics of this service exist already');
      const metrics = createTradingMetrics(registry, refusals, markets);
      trading = true;
      return metrics;
    },
    metricsUrl: listeners.metrics && `${listeners.metrics.url}/metrics`,
    profilingUrl: listeners.profiling && `${listeners.profiling.url}/profile/`,
    close: async () => {
      await Promise.all([listeners.metrics?.close(), listeners.profiling?.close()]);
      for (const end of endings.splice(0)) end();
      logger.flush();
    },
  };
}

interface Listeners {
  metrics: Listener | undefined;
  profiling: Listener | undefined;
}

async function startListeners(options: TelemetryOptions, registry: Registry, errors: ErrorLog): Promise<Listeners> {
  const metrics = options.metrics && (await startMetricsListener(options.metrics, registry, errors));
  try {
    const profiling = options.profiling && (await startProfilingListener(options.profiling, new Profiler()));
    return { metrics, profiling };
  } catch (error) {
    await metrics?.close();
    throw error;
  }
}
