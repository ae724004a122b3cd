import { LogController, type FastifyBaseLogger, type FastifyServerOptions } from 'fastify';
import { problemOf } from './problem/error-handler.ts';

export interface ListenerOptions {
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  tls: { cert: Buffer; key: Buffer } | null;
  /** Milliseconds in which a whole request must have arrived. */
  requestTimeoutMs: number;
}

const MAX_HEADER_BYTES = 8 * 1024;

/** What the hub's listeners have in common: bounds in time and size, no log line a request, errors in our words. */
export function serverOptions(
  options: ListenerOptions,
  logger: FastifyBaseLogger,
  bodyLimit: number,
): FastifyServerOptions {
  const http = {
    headersTimeout: Math.min(5_000, options.requestTimeoutMs),
    // How often Node looks for connections that have overrun their time.
    connectionsCheckingInterval: Math.min(1_000, options.requestTimeoutMs),
    maxHeaderSize: MAX_HEADER_BYTES,
  };
  const common: FastifyServerOptions = {
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    requestTimeout: options.requestTimeoutMs,
    keepAliveTimeout: 75_000,
    forceCloseConnections: 'idle',
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    frameworkErrors: (error, _request, reply) => {
      const { status, problem } = problemOf(error);
      reply.hijack();
      reply.raw.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(problem));
    },
    routerOptions: { maxParamLength: 128, ignoreTrailingSlash: false, caseSensitive: true },
  };
  const transport = options.tls ? { https: { ...http, ...options.tls } } : { http };
  return { ...common, ...transport };
}
