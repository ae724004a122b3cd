import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { createTelemetry } from '../src/index.ts';

/** A node's budget of 150 series, less the 30 of its host. */
const BUDGET = 120;

it('a service with five routes, three markets, two queues and three error classes fits the budget', async () => {
  const telemetry = await createTelemetry({ service: 'trader' });
  const routes = Array.from({ length: 5 }, (_, at) => `/route${at}`);
  const server = createServer((request, response) => {
    response.writeHead(request.url?.endsWith('?fail') === true ? 500 : 200).end();
  });
  telemetry.instrumentServer(server, routes);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  for (const path of [...routes, ...routes.map((route) => `${route}?fail`), '/unknown', '/unknown?fail']) {
    await (await fetch(`http://127.0.0.1:${port}${path}`)).arrayBuffer();
  }
  server.closeAllConnections();
  server.close();

  const trading = telemetry.trading(['A', 'B', 'C']);
  for (const market of ['A', 'B', 'C'] as const) {
    trading.position(market, 1);
    trading.positionLimit(market, 2);
  }
  trading.pnl(1);
  trading.drawdown(0.1);
  trading.drawdownLimit(0.2);
  for (const queue of ['in', 'out']) telemetry.watchQueue(queue, () => 0);
  for (const error of [new Error('a'), new TypeError('b'), new RangeError('c')]) telemetry.errors.capture(error);

  const samples = (await telemetry.registry.metrics()).split('\n').filter((line) => /^[a-z]/.test(line));
  await telemetry.close();
  expect(samples).toContain('http_requests_total{method="GET",route="/route4",code="500"} 1');
  expect(samples.length).toBeGreaterThan(100);
  expect(samples.length).toBeLessThanOrEqual(BUDGET);
});
