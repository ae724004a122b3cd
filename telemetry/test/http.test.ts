import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { connect } from 'node:net';
import express from 'express';
import fastify from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTelemetry, HTTP_BUCKETS_S, type Telemetry, type TelemetryOptions } from '../src/index.ts';

const endings: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function setUp(http: TelemetryOptions['http'] = {}): Promise<Telemetry> {
  const telemetry = await createTelemetry({ service: 'test', http });
  endings.push(() => telemetry.close());
  return telemetry;
}

async function listen(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  endings.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

async function get(url: string, method = 'GET'): Promise<number> {
  const reply = await fetch(url, { method });
  await reply.arrayBuffer();
  return reply.status;
}

/** The lines of a metric, once it has counted so many requests. */
async function requestsOnce(telemetry: Telemetry, count: number): Promise<string[]> {
  return vi.waitFor(
    async () => {
      const lines = await series(telemetry, 'http_requests_total');
      expect(lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)).toBe(count);
      return lines;
    },
    { timeout: 30_000, interval: 20 },
  );
}

async function series(telemetry: Telemetry, name: string): Promise<string[]> {
  const text = await telemetry.registry.metrics();
  return text.split('\n').filter((line) => new RegExp(`^${name}[ {]`).test(line));
}

describe('a node:http server', () => {
  it('counts by method, declared pattern and code, and never by path', async () => {
    const telemetry = await setUp();
    const server = createServer((incoming, response) => {
      response.writeHead(incoming.url === '/broken' ? 500 : 200).end('ok');
    });
    telemetry.instrumentServer(server, ['/orders/:id', '/broken']);
    const url = await listen(server);
    for (const path of ['/orders/1', '/orders/2?secret=3', '/wp-admin']) await get(url + path);
    await get(`${url}/broken`, 'POST');
    expect((await requestsOnce(telemetry, 4)).sort()).toEqual([
      'http_requests_total{method="GET",route="(none)",code="200"} 1',
      'http_requests_total{method="GET",route="/orders/:id",code="200"} 2',
      'http_requests_total{method="POST",route="/broken",code="500"} 1',
    ]);
    expect(await series(telemetry, 'http_request_duration_seconds_count')).toContain(
      'http_request_duration_seconds_count{route="/orders/:id"} 2',
    );
  });

  it('shows open connections and requests in flight, and counts a client that went away as 499', async () => {
    const telemetry = await setUp();
    const server = createServer();
    telemetry.instrumentServer(server, ['/slow']);
    const url = await listen(server);
    const idle = connect(Number(new URL(url).port), '127.0.0.1');
    const client = request(`${url}/slow`);
    client.on('error', () => undefined);
    const arrived = once(server, 'request');
    client.end();
    await arrived;
    await vi.waitFor(
      async () => {
        expect(await series(telemetry, 'http_connections_active')).toEqual(['http_connections_active 2']);
      },
      { timeout: 30_000 },
    );
    expect(await series(telemetry, 'http_requests_in_flight')).toEqual(['http_requests_in_flight 1']);
    client.destroy();
    idle.destroy();
    expect(await requestsOnce(telemetry, 1)).toEqual(['http_requests_total{method="GET",route="/slow",code="499"} 1']);
    await vi.waitFor(
      async () => {
        expect(await series(telemetry, 'http_connections_active')).toEqual(['http_connections_active 0']);
      },
      { timeout: 30_000 },
    );
    expect(await series(telemetry, 'http_requests_in_flight')).toEqual(['http_requests_in_flight 0']);
  });

  it('has one route for a hundred paths that nobody declared', async () => {
    const telemetry = await setUp();
    const server = createServer((_incoming, response) => response.end());
    telemetry.instrumentServer(server, ['/health']);
    const url = await listen(server);
    for (let i = 0; i < 100; i += 1) await get(`${url}/0xdead${i}`);
    expect(await requestsOnce(telemetry, 100)).toEqual([
      'http_requests_total{method="GET",route="(none)",code="200"} 100',
    ]);
    expect(await telemetry.registry.metrics()).not.toContain('0xdead');
  });

  it('keeps its series bounded whatever the routes are, and the code class readable', async () => {
    const telemetry = await setUp({ maxRoutes: 2, maxRequestSeries: 3 });
    const server = createServer((incoming, response) => {
      response.writeHead(Number(incoming.url?.slice(1, 4))).end();
    });
    const codes = Array.from({ length: 12 }, (_, at) => 500 + at);
    telemetry.instrumentServer(
      server,
      codes.map((code) => `/${code}`),
    );
    const url = await listen(server);
    for (const code of codes) await get(`${url}/${code}`);
    const lines = await requestsOnce(telemetry, 12);
    expect(lines).toHaveLength(4);
    expect(lines).toContain('http_requests_total{method="(other)",route="(other)",code="5xx"} 9');
    expect(await series(telemetry, 'http_request_duration_seconds_count')).toHaveLength(3);
  });

  it('counts nothing more after close', async () => {
    const telemetry = await setUp();
    const server = createServer((_incoming, response) => response.end());
    telemetry.instrumentServer(server);
    const url = await listen(server);
    await get(url);
    await requestsOnce(telemetry, 1);
    await telemetry.close();
    expect(server.listenerCount('request')).toBe(1);
    expect(server.listeners('connection')).toHaveLength(createServer().listeners('connection').length);
  });
});

describe('Fastify', () => {
  it('counts by route pattern, inside prefixes too, once only', async () => {
    const telemetry = await setUp();
    const app = fastify();
    telemetry.instrumentFastify(app);
    telemetry.instrumentServer(app.server);
    app.register(
      (scope, _options, done) => {
        scope.get('/orders/:id', () => 'ok');
        scope.get('/fails', () => {
          throw new Error('no');
        });
        done();
      },
      { prefix: '/api' },
    );
    await app.ready();
    endings.push(() => app.close());
    const url = await listen(app.server);
    for (const path of ['/api/orders/1', '/api/orders/2', '/api/fails', '/nothing/here']) await get(url + path);
    expect((await requestsOnce(telemetry, 4)).sort()).toEqual([
      'http_requests_total{method="GET",route="(none)",code="404"} 1',
      'http_requests_total{method="GET",route="/api/fails",code="500"} 1',
      'http_requests_total{method="GET",route="/api/orders/:id",code="200"} 2',
    ]);
    expect(await series(telemetry, 'http_connections_active')).not.toEqual(['http_connections_active 0']);
  });
});

describe('Express', () => {
  it('counts by route pattern, and a mount only as it was declared', async () => {
    const telemetry = await setUp();
    const app = express();
    app.use(telemetry.express(['/users/:user']));
    app.get('/orders/:id', (_request, response) => {
      response.send('ok');
    });
    const mounted = express.Router().get('/posts/:post', (_request, response) => {
      response.send('ok');
    });
    app.use('/users/:user', mounted);
    app.use('/teams/:team', mounted);
    const server = createServer(app);
    telemetry.countConnections(server);
    const url = await listen(server);
    for (const path of ['/orders/1', '/users/7/posts/1', '/users/8/posts/2', '/teams/9/posts/3', '/nothing']) {
      await get(url + path);
    }
    expect((await requestsOnce(telemetry, 5)).sort()).toEqual([
      'http_requests_total{method="GET",route="(mount)/posts/:post",code="200"} 1',
      'http_requests_total{method="GET",route="(none)",code="404"} 1',
      'http_requests_total{method="GET",route="/orders/:id",code="200"} 1',
      'http_requests_total{method="GET",route="/users/:user/posts/:post",code="200"} 2',
    ]);
    expect(await series(telemetry, 'http_connections_active')).not.toEqual(['http_connections_active 0']);
  });
});

describe('the buckets of the duration', () => {
  it('are at most ten, one at the threshold of SlowResponseTime', () => {
    expect(HTTP_BUCKETS_S.length).toBeLessThanOrEqual(10);
    expect(HTTP_BUCKETS_S).toContain(1);
  });
});
