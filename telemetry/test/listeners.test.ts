import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Profiler } from '../src/profiling/profiler.ts';
import { createTelemetry, type Telemetry, TelemetryError, type TelemetryOptions } from '../src/index.ts';

const open: Telemetry[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((telemetry) => telemetry.close()));
});

async function setUp(options: Partial<TelemetryOptions> = {}): Promise<Telemetry & { metricsUrl: string }> {
  const listen = { metrics: { port: 0 }, profiling: { port: 0 } };
  const telemetry = await createTelemetry({ service: 'test', ...listen, ...options });
  open.push(telemetry);
  const { metricsUrl } = telemetry;
  if (metricsUrl === undefined) throw new Error('the metrics are not served');
  return { ...telemetry, metricsUrl };
}

/** fetch sets its own Host, so this asks by node:http. */
async function statusOf(url: string, headers: Record<string, string>): Promise<number> {
  const asked = request(url, { headers });
  const answered = once(asked, 'response');
  asked.end();
  const [reply] = (await answered) as [{ statusCode: number; resume(): void }];
  reply.resume();
  return reply.statusCode;
}

describe('the metrics listener', () => {
  it('serves the process, the queues and the errors', async () => {
    const telemetry = await setUp();
    telemetry.watchQueue('orders', () => 7);
    telemetry.watchQueue('broken', () => {
      throw new Error('no');
    });
    telemetry.errors.capture(new RangeError('token=hunter2'));
    const text = await (await fetch(telemetry.metricsUrl)).text();
    expect(text).toContain('noderr_queue_depth{queue="orders"} 7');
    expect(text).not.toContain('queue="broken"');
    expect(text).toContain('noderr_errors_total{class="RangeError"} 1');
    expect(text).toMatch(/^process_cpu_seconds_total\{mode="user"\} [\d.]+$/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d{7,}$/m);
    expect(text).toMatch(/^process_start_time_seconds 1\d{9}/m);
    const errors = await (await fetch(new URL('/errors', telemetry.metricsUrl))).text();
    expect(JSON.parse(errors)).toMatchObject([{ class: 'RangeError', count: 1 }]);
    expect(errors).not.toContain('hunter2');
  });

  it('ends a queue that is no longer watched, and refuses a wrong one', async () => {
    const telemetry = await setUp();
    const end = telemetry.watchQueue('orders', () => 7);
    expect(() => telemetry.watchQueue('orders', () => 8)).toThrow(TelemetryError);
    expect(() => telemetry.watchQueue('0xdead beef', () => 8)).toThrow(/no queue name/);
    end();
    expect(await telemetry.registry.metrics()).not.toContain('queue="orders"');
    for (let i = 0; i < 16; i += 1) telemetry.watchQueue(`q${i}`, () => i);
    expect(() => telemetry.watchQueue('q16', () => 8)).toThrow(/16 queues/);
  });

  it.each(['0.0.0.0', '::', 'localhost', '192.0.2.1'])('refuses to listen on %s', async (host) => {
    for (const listener of ['metrics', 'profiling']) {
      const refused = createTelemetry({ service: 'test', [listener]: { port: 0, host } });
      await expect(refused).rejects.toMatchObject({ code: 'listen/not-loopback' });
    }
  });

  it('says when its port is taken, and leaves nothing open', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const failed = createTelemetry({ service: 'test', metrics: { port: 0 }, profiling: { port } });
    await expect(failed).rejects.toMatchObject({
      code: 'listen/failed',
      message: expect.stringMatching(`port ${port} .*EADDRINUSE.*: free it, or give another port`) as string,
    });
    await vi.waitFor(() => {
      expect(process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap')).toHaveLength(1);
    }, 20_000);
    taken.close();
  });

  it('answers no page of a browser, no other path and no other method', async () => {
    const { metricsUrl, profilingUrl } = await setUp();
    expect(await statusOf(metricsUrl, { host: 'evil.example' })).toBe(403);
    expect(await statusOf(metricsUrl, { origin: 'http://127.0.0.1' })).toBe(403);
    expect(await statusOf(new URL('/other', metricsUrl).href, {})).toBe(404);
    expect(await statusOf(`${profilingUrl ?? ''}heap`, {})).toBe(404);
  });

  it('closes for good', async () => {
    const telemetry = await setUp();
    await telemetry.close();
    await expect(fetch(telemetry.metricsUrl)).rejects.toThrow();
  });
});

describe('the profiling listener', () => {
  it('gives a CPU profile', async () => {
    const { profilingUrl } = await setUp();
    const reply = await fetch(`${profilingUrl ?? ''}cpu?seconds=1`, { method: 'POST' });
    expect(reply.status).toBe(200);
    expect(await reply.json()).toMatchObject({
      nodes: expect.any(Array) as unknown,
      samples: expect.any(Array) as unknown,
    });
  });

  it('gives a heap snapshot', async () => {
    const { profilingUrl } = await setUp();
    const reply = await fetch(`${profilingUrl ?? ''}heap`, { method: 'POST' });
    expect(reply.status).toBe(200);
    expect(await reply.text()).toMatch(/^\{"snapshot":\{"meta"[^]*\}$/);
  });

  it.each(['0', '61', '1.5', 'x', '-1', 'Infinity'])('refuses to take %s seconds', async (seconds) => {
    const { profilingUrl } = await setUp();
    const reply = await fetch(`${profilingUrl ?? ''}cpu?seconds=${seconds}`, { method: 'POST' });
    expect(reply.status).toBe(400);
  });

  it('takes one at a time; a client that goes away ends its own', async () => {
    const { profilingUrl } = await setUp();
    const cpu = `${profilingUrl ?? ''}cpu?seconds=60`;
    const leaving = new AbortController();
    const first = fetch(cpu, { method: 'POST', signal: leaving.signal }).catch(() => 'left');
    const heap = async (): Promise<number> => {
      const reply = await fetch(`${profilingUrl ?? ''}heap`, { method: 'POST' });
      await reply.arrayBuffer();
      return reply.status;
    };
    const wait = { timeout: 40_000, interval: 50 };
    await vi.waitFor(async () => {
      expect(await heap()).toBe(409);
    }, wait);
    leaving.abort();
    expect(await first).toBe('left');
    await vi.waitFor(async () => {
      expect(await heap()).toBe(200);
    }, wait);
  });

  it('is ended by close', async () => {
    const telemetry = await setUp();
    const profile = fetch(`${telemetry.profilingUrl ?? ''}cpu?seconds=60`, { method: 'POST' }).catch(() => 'cut');
    await vi.waitFor(async () => {
      const reply = await fetch(`${telemetry.profilingUrl ?? ''}heap`, { method: 'POST' });
      await reply.arrayBuffer();
      expect(reply.status).toBe(409);
    }, 40_000);
    await telemetry.close();
    expect(await profile).toBe('cut');
  });

  it('takes no snapshot of a heap that is too large', async () => {
    await expect(new Profiler(1).heapSnapshot(() => undefined)).rejects.toMatchObject({ code: 'heap-too-large' });
  });
});

describe('createTelemetry', () => {
  it.each(['', 'Trader', 'a b', '0x', 'a'.repeat(33)])('refuses the service name %j', async (service) => {
    await expect(createTelemetry({ service })).rejects.toMatchObject({ code: 'setup/bad-name' });
  });

  it('makes the trading metrics once', async () => {
    const telemetry = await setUp();
    telemetry.trading(['ETH-USD']).orderPlaced('ETH-USD');
    expect(() => telemetry.trading(['BTC-USD'])).toThrow(TelemetryError);
    expect(await telemetry.registry.metrics()).toContain('trading_orders_placed_total{market="ETH-USD"} 1');
  });

  it('listens nowhere unless it is told to', async () => {
    const telemetry = await createTelemetry({ service: 'test' });
    open.push(telemetry);
    expect([telemetry.metricsUrl, telemetry.profilingUrl]).toEqual([undefined, undefined]);
  });
});
