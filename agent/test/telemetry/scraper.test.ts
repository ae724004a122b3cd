import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchProbe } from '../../src/health/http-probe.ts';
import { type ContainerStatus } from '../../src/runtime/container-runtime.ts';
import { CpuMeter } from '../../src/telemetry/cpu-meter.ts';
import { MOST_BODY_BYTES, Scraper, type ScrapeTarget } from '../../src/telemetry/scrape/scraper.ts';

const quiet = new AbortController().signal;
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** A service on loopback; its container's id is its name. */
async function serve(service: string, answer: RequestListener): Promise<ScrapeTarget> {
  const server = createServer(answer);
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { service, containerId: service, port: (server.address() as AddressInfo).port, path: '/metrics' };
}

class Ward {
  constructor(inspect?: () => Promise<ContainerStatus>) {
    const found = (): Promise<ContainerStatus> =>
      Promise.resolve({ state: 'running', address: this.address } as ContainerStatus);
    this.#inspect = inspect ?? found;
  }

  readonly up = new Map<string, boolean>();
  readonly dropped = new Map<string, number>();
  /** By port, where it is less than the test's own. */
  readonly patienceMs = new Map<number, number>();
  inspected = 0;
  address: string | null = '127.0.0.1';
  readonly #inspect: () => Promise<ContainerStatus>;
  readonly scraper = new Scraper({
    runtime: {
      inspect: () => {
        this.inspected += 1;
        return this.#inspect();
      },
    },
    // only the daemon that hangs is waited for so long
    inspectTimeoutMs: 300,
    http: (target, signal) => {
      const timeoutMs = this.patienceMs.get(target.port) ?? 50_000;
      return fetchProbe({ maxBodyBytes: MOST_BODY_BYTES, timeoutMs })(target, signal);
    },
    meter: new CpuMeter(),
    onScraped: (service, up) => this.up.set(service, up),
    onDropped: (service, reason, count) => {
      const key = `${service} ${reason}`;
      this.dropped.set(key, (this.dropped.get(key) ?? 0) + count);
    },
  });
}

describe('a scrape', () => {
  it("takes the metrics of each service under the service's own name", async () => {
    const ward = new Ward();
    const feed = await serve('feed', (_request, response) => response.end('a{service="forged"} 1\n'));
    const oracle = await serve('oracle', (request, response) => {
      response.writeHead(request.url === '/metrics' ? 200 : 404).end('a 2\n');
    });
    const readings = await ward.scraper.scrape([feed, oracle], 'all', quiet);
    expect(readings).toEqual([
      { name: 'a', value: 1, labels: { service: 'feed' } },
      { name: 'a', value: 2, labels: { service: 'oracle' } },
    ]);
    expect([...ward.up]).toEqual([
      ['feed', true],
      ['oracle', true],
    ]);
  });

  it('between the whole ones asks only who trades for that, and who was not asked yet for all', async () => {
    const ward = new Ward();
    const asked: string[] = [];
    const targets = await Promise.all(
      ['trader', 'other'].map((service) =>
        serve(service, (_request, response) => {
          asked.push(service);
          response.end(service === 'trader' ? 'trading_pnl_usd 5\nhttp_requests_total 1\n' : 'a 1\n');
        }),
      ),
    );
    expect(await ward.scraper.scrape(targets, 'trading', quiet)).toHaveLength(3);
    expect(await ward.scraper.scrape(targets, 'all', quiet)).toHaveLength(3);
    asked.length = 0;
    expect(await ward.scraper.scrape(targets, 'trading', quiet)).toEqual([
      { name: 'trading_pnl_usd', value: 5, labels: { service: 'trader' } },
    ]);
    expect(asked).toEqual(['trader']);
    expect(ward.inspected).toBe(4);
  });

  it('of a service with far too many series takes the first and counts the rest', async () => {
    const ward = new Ward();
    const lines = Array.from({ length: 30_000 }, (_, at) => `flood_of_series_with_a_long_name{id="${at}"} ${at}\n`);
    const body = lines.join('');
    const target = await serve('flood', (_request, response) => response.end(body));
    const readings = await ward.scraper.scrape([target], 'all', quiet);
    expect(readings).toHaveLength(150);
    expect(readings.at(-1)).toMatchObject({ value: 149 });
    expect(ward.dropped.get('flood body-limit')).toBe(1);
    expect(ward.dropped.get('flood series-limit')).toBeGreaterThan(1_000);
  });

  it('of a service whose labels never come twice takes some of them, and all that come again', async () => {
    const ward = new Ward();
    let asked = 0;
    const target = await serve('churn', (_request, response) => {
      asked += 1;
      const lines = Array.from({ length: 100 }, (_, at) => `request{id="${asked}-${at}"} 1\n`);
      response.end(`steady 1\n${lines.join('')}`);
    });
    const seen = new Set<string>();
    for (let round = 0; round < 10; round += 1) {
      const readings = await ward.scraper.scrape([target], 'all', quiet);
      expect(readings[0]).toEqual({ name: 'steady', value: 1, labels: { service: 'churn' } });
      for (const { labels } of readings) seen.add(labels.id ?? '');
    }
    expect(seen.size).toBe(200);
    expect(ward.dropped.get('churn series-limit')).toBe(10 * 100 - 199);
    const next = await ward.scraper.scrape([{ ...target, containerId: 'of the next release' }], 'all', quiet);
    expect(next).toHaveLength(101);
  });

  it('of a body that never ends comes to an end', async () => {
    const ward = new Ward();
    const target = await serve('endless', (_request, response) => {
      const more = (): void => {
        while (response.write(`a${'x'.repeat(60_000)}\n`));
      };
      response.on('drain', more);
      more();
    });
    await ward.scraper.scrape([target], 'all', quiet);
    expect(ward.dropped.get('endless body-limit')).toBe(1);
  });

  it('of one that dribbles gives up, and the others are there all the same', async () => {
    const ward = new Ward();
    const slow = await serve('slow', (_request, response) => {
      response.write('a 1\n');
    });
    ward.patienceMs.set(slow.port, 300);
    const good = await serve('good', (_request, response) => response.end('a 1\n'));
    expect(await ward.scraper.scrape([slow, good], 'all', quiet)).toEqual([
      { name: 'a', value: 1, labels: { service: 'good' } },
    ]);
    expect(ward.up.get('slow')).toBe(false);
  });

  it('of containers that a hanging daemon does not find comes to an end', async () => {
    const ward = new Ward(() => new Promise(() => undefined));
    const target = await serve('lost', (_request, response) => response.end('a 1\n'));
    expect(await ward.scraper.scrape([target], 'all', quiet)).toEqual([]);
    expect(ward.up.get('lost')).toBe(false);
  });

  it.each<[string, RequestListener]>([
    ['an error', (_request, response) => response.writeHead(500).end('a 1\n')],
    ['a redirect', (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ['nothing', (request) => request.destroy()],
  ])('of one that answers with %s has no readings', async (_title, answer) => {
    const ward = new Ward();
    const target = await serve('bad', answer);
    expect(await ward.scraper.scrape([target], 'all', quiet)).toEqual([]);
    expect(ward.up.get('bad')).toBe(false);
  });

  it('asks nobody while the container has no address', async () => {
    const ward = new Ward();
    ward.address = null;
    let asked = 0;
    const target = await serve('down', (_request, response) => {
      asked += 1;
      response.end('a 1\n');
    });
    expect(await ward.scraper.scrape([target], 'all', quiet)).toEqual([]);
    expect(asked).toBe(0);
    expect(ward.up.get('down')).toBe(false);
  });
});
