import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Registry } from '@prometheus-io/client';
import { type Clock } from '../clock.ts';
import { type Logger } from '../logs/logger.ts';

/** Before a port that was not to be had is tried again; milliseconds. */
const RETRY_MS = 60_000;

export interface MetricsServerDeps {
  registry: Pick<Registry, 'metrics' | 'contentType'>;
  clock: Pick<Clock, 'sleep'>;
  logger: Pick<Logger, 'info' | 'error'>;
}

export interface MetricsServer {
  /** Null while the port is not to be had. */
  readonly url: string | null;
  /** Resolves when the signal has aborted and nothing listens any more; never rejects. */
  readonly running: Promise<void>;
}

/**
 * Serves GET /metrics on loopback until the signal aborts. Updates do not wait for a port: one that is taken is told, and
 * tried again every minute.
 */
export async function startMetricsServer(
  port: number,
  { registry, clock, logger }: MetricsServerDeps,
  signal: AbortSignal,
): Promise<MetricsServer> {
  const server = createServer(answerFrom(registry));
  // Of a connection that could not be accepted: no reason for the agent to end.
  server.on('error', () => undefined);
  let url = await listen((err) => {
    logger.error(
      { port, err },
      'metrics are not served, all else goes on: free the port or set metricsPort to another one; tried again every minute',
    );
  });

  async function listen(onFault: (error: unknown) => void = () => undefined): Promise<string | null> {
    try {
      await once(server.listen(port, '127.0.0.1'), 'listening');
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
    } catch (error) {
      onFault(error);
      return null;
    }
  }

  async function serve(): Promise<void> {
    while (url === null && !isAborted(signal)) {
      await clock.sleep(RETRY_MS, signal);
      if (isAborted(signal)) break;
      url = await listen();
      if (url !== null) logger.info({ url }, 'metrics are served');
    }
    if (!isAborted(signal)) await once(signal, 'abort');
    await close(server);
  }

  return {
    get url() {
      return url;
    },
    running: serve(),
  };
}

function answerFrom(registry: MetricsServerDeps['registry']): RequestListener {
  return (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('GET /metrics\n');
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

/** Asked anew: it may have aborted while something was awaited. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
