import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { TelemetryError } from '../telemetry-error.ts';
import { isLocalHostHeader, requireLoopback } from './loopback-address.ts';

/** Where a listener stands. */
export interface ListenOptions {
  /** 0 takes any free port. */
  port: number;
  /** An address in 127.0.0.0/8 or `::1`; 127.0.0.1 where it is left out. */
  host?: string;
}

/** Answers one request; `url` is parsed. */
export type Handler = (url: URL, response: ServerResponse) => void | Promise<void>;

/** Handlers by method and path, such as `GET /metrics`. */
export type Handlers = Readonly<Record<string, Handler>>;

export interface Listener {
  /** `http://127.0.0.1:9464`, without a path. */
  url: string;
  close(): Promise<void>;
}

/**
 * Serves a few handlers on loopback. A page in a browser of the same machine gets nothing: requests with an `Origin`
 * or a foreign `Host` are refused with 403.
 *
 * Throws TelemetryError: `listen/not-loopback`, `listen/failed`.
 */
export async function startLoopbackListener(
  { port, host = '127.0.0.1' }: ListenOptions,
  handlers: Handlers,
): Promise<Listener> {
  requireLoopback(host);
  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    void answer(request, response, handlers);
  });
  await new Promise<void>((resolve, reject) => {
    // On, not once: a connection that cannot be accepted later on must not end the service.
    server.on('error', (cause) => {
      const what = `cannot listen on ${host} port ${port} (${cause.message}): free it, or give another port; 0 takes any`;
      reject(new TelemetryError('listen/failed', what, { cause }));
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, handlers: Handlers): Promise<void> {
  if (request.headers.origin !== undefined || !isLocalHostHeader(request.headers.host)) {
    sendText(response, 403, 'only for programs of this machine');
    return;
  }
  const url = parseTarget(request.url);
  const handler = url && handlers[`${request.method ?? ''} ${url.pathname}`];
  if (!handler) {
    sendText(response, 404, Object.keys(handlers).join(', '));
    return;
  }
  try {
    await handler(url, response);
  } catch {
    if (response.headersSent) response.destroy();
    else sendText(response, 500, 'failed');
  }
}

function parseTarget(target = ''): URL | undefined {
  return target.startsWith('/') ? (URL.parse(`http://loopback${target}`) ?? undefined) : undefined;
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

export function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
