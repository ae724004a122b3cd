import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Registry } from '@prometheus-io/client';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { startMetricsServer } from '../src/metrics/metrics-server.ts';
import { BriskClock } from '../src/testing/brisk-clock.ts';
import { until } from './telemetry/until.ts';

it('the metrics of an agent are served as soon as their port is free, and nothing breaks meanwhile', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const told: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line) => told.push(line) });
  const stop = new AbortController();
  const deps = { registry: new Registry(), clock: new BriskClock(), logger };
  const server = await startMetricsServer(port, deps, stop.signal);
  expect(server.url).toBeNull();
  expect(told.join('')).toMatch(new RegExp(`"port":${port},.*set metricsPort to another one`));
  other.close();
  await until('the port', () => server.url !== null);
  expect((await fetch(server.url ?? '')).status).toBe(200);
  expect(told).toHaveLength(2);
  stop.abort();
  await server.running;
  await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow();
});

it('the metrics of an agent that is stopped while it has no port leave nothing open', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const stop = new AbortController();
  const deps = { registry: new Registry(), clock: new BriskClock(), logger: pino({ level: 'silent' }) };
  const server = await startMetricsServer((other.address() as AddressInfo).port, deps, stop.signal);
  stop.abort();
  await server.running;
  other.close();
});
