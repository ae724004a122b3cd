import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import { INGEST_PATHS } from '@noderr/protocol';
import { compress } from 'snappyjs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../src/logs.ts';
import { SettableClock } from '../../src/testing/settable-clock.ts';
import { type Answer, newNode } from '../../src/testing/test-hub.ts';
import { type TestNode } from '../../src/testing/test-node.ts';
import { IngestLab, LOGS, logsBody, metricsBody } from './ingest-lab.ts';

let lab: IngestLab;
let node: TestNode;

beforeAll(async () => {
  lab = await IngestLab.start({
    // It stands still: how much a node may send does not depend on how fast the test runs.
    clock: new SettableClock(),
    settings: {
      tenantHeader: 'X-Scope-OrgID: noderr-1',
      ...{ ingestSeriesPerNode: 50, ingestSamplesPerSecond: 10, requestTimeoutMs: 500 },
    },
  });
});
afterAll(() => lab.close());

beforeEach(async () => {
  node = await lab.hub.node();
  for (const store of [lab.prometheus, lab.loki]) {
    store.pushes.length = 0;
    store.answer = (response) => response.writeHead(204).end();
  }
});

describe('what a node pushes', () => {
  it('reaches Prometheus byte by byte, with the tenant', async () => {
    const body = metricsBody(node);
    expect(await lab.metrics(node, body)).toMatchObject({ status: 204 });
    expect(lab.prometheus.pushes).toMatchObject([
      {
        path: '/api/v1/push',
        headers: {
          ...{ 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
          ...{ 'x-prometheus-remote-write-version': '0.1.0', 'x-scope-orgid': 'noderr-1' },
        },
      },
    ]);
    expect(lab.prometheus.pushes[0]?.body.equals(body)).toBe(true);
    expect(lab.prometheus.pushes[0]?.headers).not.toHaveProperty('authorization');
  });

  it('reaches Loki byte by byte, with the tenant', async () => {
    const body = logsBody(node, 3);
    expect(await lab.logs(node, body)).toMatchObject({ status: 204 });
    expect(lab.loki.pushes).toMatchObject([
      {
        path: '/loki/api/v1/push',
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip', 'x-scope-orgid': 'noderr-1' },
      },
    ]);
    expect(lab.loki.pushes[0]?.body.equals(body)).toBe(true);
  });

  it('is counted by signal and lane', async () => {
    await lab.metrics(node, metricsBody(node), { headers: { 'noderr-lane': 'backlog' } });
    await lab.logs(node, logsBody(node), { headers: { 'noderr-lane': 'live' } });
    const text = await lab.scrape();
    expect(text).toMatch(/noderr_ingest_accepted_total\{signal="metrics",lane="backlog"\} [1-9]/);
    expect(text).toMatch(/noderr_ingest_accepted_total\{signal="logs",lane="live"\} [1-9]/);
    expect(text).toMatch(/noderr_ingest_store_seconds_count\{signal="logs"\} [1-9]/);
  });
});

describe('the sender', () => {
  it('must be enrolled', async () => {
    const stranger = newNode();
    const answer = await lab.metrics(stranger, metricsBody(stranger));
    expect(answer).toMatchObject({ status: 401, body: { code: 'identity/unknown-key' } });
    expect(answer.headers.get('date')).toBeTruthy();
  });

  it('must not be forgotten', async () => {
    await lab.hub.core.nodes.forget(node.nodeId, '', { kind: 'cli', name: 'test' });
    expect(await lab.metrics(node, metricsBody(node))).toMatchObject({
      status: 401,
      body: { code: 'identity/revoked' },
    });
  });

  it('may be suspended: its telemetry is wanted all the same', async () => {
    await lab.hub.core.nodes.suspend(node.nodeId, '', { kind: 'cli', name: 'test' });
    expect(await lab.metrics(node, metricsBody(node))).toMatchObject({ status: 204 });
  });

  it('must have signed this body, for this route', async () => {
    const signed = metricsBody(node, { at: Date.now() - 1 });
    expect(await lab.metrics(node, metricsBody(node), { signed })).toMatchObject({
      ...{ status: 401, body: { code: 'identity/wrong-body' } },
    });
    const { authorization = '' } = node.headers(INGEST_PATHS.logs, signed);
    expect(await lab.metrics(node, signed, { headers: { authorization } })).toMatchObject({
      ...{ status: 401, body: { code: 'identity/wrong-request' } },
    });
  });

  it('cannot speak for another node or tier', async () => {
    const other = await lab.hub.node();
    expect(await lab.metrics(node, metricsBody(other))).toMatchObject({
      ...{ status: 400, body: { code: 'ingest/foreign-labels' } },
    });
    expect(await lab.metrics(node, metricsBody(node, { tier: 'ORACLE' }))).toMatchObject({ status: 400 });
    expect(await lab.logs(node, logsBody(other))).toMatchObject({ status: 400 });
    expect(lab.prometheus.pushes).toEqual([]);
    expect(lab.loki.pushes).toEqual([]);
    expect(await lab.scrape()).toMatch(/noderr_ingest_rejected_total\{reason="foreign-labels"\} 3/);
  });

  it('finds nothing but ingest on this listener, and no ingest on the other', async () => {
    const other = await lab.hub.postTelemetry('/node/v1/heartbeat', Buffer.from('{}'), {
      'content-type': 'application/json',
    });
    expect(other).toMatchObject({ status: 404 });
    expect(await lab.hub.post(INGEST_PATHS.metrics, '{}', { 'content-type': 'application/json' })).toMatchObject({
      status: 404,
    });
  });
});

describe('a body', () => {
  it('is refused in another format', async () => {
    for (const headers of [
      { 'content-type': 'application/json' },
      { 'content-encoding': 'gzip' },
      { 'noderr-lane': 'fast' },
    ]) {
      expect((await lab.metrics(node, metricsBody(node), { headers })).status).toBe(
        'noderr-lane' in headers ? 400 : 415,
      );
    }
  });

  it('is refused above 1 MB, compressed', async () => {
    expect(await lab.metrics(node, randomBytes(1024 * 1024 + 1))).toMatchObject({
      ...{ status: 413, body: { code: 'request/too-large' } },
    });
  });

  it('is refused above 8 MB, decompressed', async () => {
    const zeros = Buffer.alloc(8 * 1024 * 1024 + 1);
    expect(await lab.metrics(node, compress(zeros))).toMatchObject({
      ...{ status: 413, body: { code: 'ingest/too-large' } },
    });
    expect(await lab.logs(node, gzipSync(zeros))).toMatchObject({ status: 413, body: { code: 'ingest/too-large' } });
  });

  it('is refused when it is no Snappy, no gzip, or cut off', async () => {
    const body = logsBody(node);
    const other = await lab.hub.node();
    for (const answer of [
      await lab.metrics(node, Buffer.alloc(300, 1)),
      await lab.logs(node, Buffer.alloc(300, 1)),
      await lab.logs(other, body.subarray(0, body.length - 9)),
      await lab.logs(other, gzipSync(gunzipSync(body).subarray(1))),
    ]) {
      expect(answer.status).toBe(400);
      expect(answer.body.code).toBe('ingest/malformed');
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
  });

  it('that is dripped is dropped, and its place is free again', async () => {
    const body = metricsBody(node);
    const { port, hostname } = new URL(lab.hub.ingestUrl);
    const { authorization = '' } = node.headers(INGEST_PATHS.metrics, body);
    const headers = `content-type: application/x-protobuf\r\ncontent-encoding: snappy\r\nauthorization: ${authorization}`;
    const drips = Array.from({ length: 6 }, async () => {
      const socket = connect(Number(port), hostname);
      socket.write(
        `POST ${INGEST_PATHS.metrics} HTTP/1.1\r\nhost: x\r\n${headers}\r\ncontent-length: ${body.length}\r\n\r\n`,
      );
      socket.write(body.subarray(0, 5));
      socket.resume();
      await new Promise((resolve) => socket.once('close', resolve));
    });
    await Promise.all(drips);
    expect(await lab.metrics(node, body)).toMatchObject({ status: 204 });
  });
});

describe('the limits of a node', () => {
  it.each([
    ['cannot be read', (body: Buffer) => body],
    ['cannot be unpacked', (body: Buffer) => body.subarray(0, body.length - 9)],
  ])('count what is refused because it %s: the work was done', async (_what, mangled) => {
    const large = mangled(gzipSync(Buffer.alloc(8 * 1024 * 1024)));
    for (let push = 0; push < 2; push += 1) expect((await lab.logs(node, large)).status).toBe(400);
    expect(await lab.logs(node, large)).toMatchObject({ status: 429, body: { code: 'ingest/over-limit' } });
  });

  it('refuse its backlog first, with the time to wait, then all, and nobody else', async () => {
    const backlog = { headers: { 'noderr-lane': 'backlog' } };
    for (let batch = 0; batch < 3; batch += 1) await lab.metrics(node, metricsBody(node, { series: 50 }));
    const late = await lab.metrics(node, metricsBody(node), backlog);
    expect(late).toMatchObject({ status: 429, body: { code: 'ingest/over-limit' } });
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await lab.metrics(node, metricsBody(node))).toMatchObject({ status: 204 });
    for (let batch = 0; batch < 10; batch += 1) await lab.metrics(node, metricsBody(node, { series: 50 }));
    expect(await lab.metrics(node, metricsBody(node))).toMatchObject({ status: 429 });
    const other = await lab.hub.node();
    expect(await lab.metrics(other, metricsBody(other), backlog)).toMatchObject({ status: 204 });
  });

  it('of its logs leave its metrics alone', async () => {
    for (let batch = 0; batch < 2; batch += 1) await lab.logs(node, logsBody(node, 15_000));
    expect(await lab.logs(node, logsBody(node))).toMatchObject({ status: 429 });
    const backlog = { headers: { 'noderr-lane': 'backlog' } };
    expect(await lab.metrics(node, metricsBody(node), backlog)).toMatchObject({ status: 204 });
  });

  it('refuse more series than it may have', async () => {
    expect(await lab.metrics(node, metricsBody(node, { series: 51 }))).toMatchObject({
      ...{ status: 400, body: { code: 'ingest/too-many-series' } },
    });
    expect(await lab.metrics(node, metricsBody(node, { series: 50 }))).toMatchObject({ status: 204 });
    const fresh = metricsBody(node, { over: { market: 'another' } });
    expect(await lab.metrics(node, fresh)).toMatchObject({ status: 400 });
    expect(await lab.metrics(node, metricsBody(node, { series: 50 }))).toMatchObject({ status: 204 });
  });

  it('refuse what is too old or from the future', async () => {
    for (const at of [Date.now() - 36 * 3_600_000, Date.now() + 11 * 60_000]) {
      expect(await lab.metrics(node, metricsBody(node, { at }))).toMatchObject({
        ...{ status: 400, body: { code: 'ingest/out-of-window' } },
      });
    }
  });
});

describe('a store that does not take it', () => {
  it.each([
    ['answers 400', 400, 400, 'ingest/refused-by-store'],
    ['answers 413', 413, 413, 'ingest/too-large'],
    ['answers 429', 429, 503, 'ingest/store-unavailable'],
    ['answers 500', 500, 503, 'ingest/store-unavailable'],
    ['wants another key', 401, 503, 'ingest/store-unavailable'],
    ['is another program', 404, 503, 'ingest/store-unavailable'],
    ['moved elsewhere', 302, 503, 'ingest/store-unavailable'],
  ])('because it %s is told as %d → %d', async (_what, status, expected, code) => {
    lab.loki.answer = (response) => response.writeHead(status, { location: '/x' }).end('out of order');
    const answer = await lab.logs(node, logsBody(node));
    expect(answer).toMatchObject({ status: expected, body: { code } });
    expect(answer.headers.has('retry-after')).toBe(expected === 503);
  });

  it('hands its own Retry-After on, within bounds', async () => {
    for (const [theirs, ours] of [
      ['7', '7'],
      ['100000', '60'],
      ['soon', '5'],
    ] as const) {
      lab.loki.answer = (response) => response.writeHead(503, { 'retry-after': theirs }).end();
      expect((await lab.logs(node, logsBody(node))).headers.get('retry-after')).toBe(ours);
    }
  });

  it('because it is slow holds six pushes of a node at a time, refuses the rest, and loses none that it was handed', async () => {
    const late: (() => void)[] = [];
    lab.prometheus.answer = (response) => late.push(() => response.writeHead(204).end());
    const pushes = Array.from({ length: 9 }, () => lab.metrics(node, metricsBody(node)));
    const busy: Answer[] = [];
    for (const push of pushes) void push.then((answer) => answer.status === 503 && busy.push(answer));
    await vi.waitFor(() => {
      expect([late.length, busy.length]).toEqual([6, 3]);
    }, 20_000);
    expect(busy.map(({ body, headers }) => [body.code, headers.get('retry-after')])).toEqual(
      Array.from({ length: 3 }, () => ['ingest/busy', '2']),
    );
    for (const answer of late) answer();
    const answers = await Promise.all(pushes);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(6);
    lab.prometheus.answer = (response) => response.writeHead(204).end();
    expect(await lab.metrics(node, metricsBody(node))).toMatchObject({ status: 204 });
  });

  it('because it speaks no HTTP or hangs up is told as 503', async () => {
    lab.prometheus.answer = (response) => response.socket?.end('\0garbage\r\n\r\n');
    expect(await lab.metrics(node, metricsBody(node))).toMatchObject({ status: 503 });
    lab.prometheus.answer = (response) => response.socket?.destroy();
    expect(await lab.metrics(node, metricsBody(node))).toMatchObject({ status: 503 });
  });

  it('and answers without an end is not read to the end', async () => {
    lab.prometheus.answer = (response) => {
      response.writeHead(400);
      const pour = (): void => {
        while (!response.destroyed && response.write('x'.repeat(1_000)));
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    };
    expect(await lab.metrics(node, metricsBody(node))).toMatchObject({ status: 400 });
  });

  it('tells no node what its answer was, beyond a line of it', async () => {
    lab.prometheus.answer = (response) => response.writeHead(400).end(`out of\u0000 bounds\n${'x'.repeat(10_000)}`);
    const { body } = await lab.metrics(node, metricsBody(node));
    expect(body.message).toMatch(/^the store refuses it: 400 out of bounds x+$/);
    expect(String(body.message).length).toBeLessThan(300);
  });
});

describe('a store that comes and goes with each push', () => {
  it('is told of once a minute', async () => {
    const lines: string[] = [];
    const clock = new SettableClock();
    const flapping = await IngestLab.start({
      clock,
      logger: createLogger('info', { write: (line) => lines.push(line) }),
    });
    const told = (): number => lines.filter((line) => line.includes('the store takes')).length;
    try {
      const own = await flapping.hub.node();
      const pushTwice = async (): Promise<void> => {
        for (const status of [503, 204]) {
          flapping.prometheus.answer = (response) => response.writeHead(status).end();
          expect(await flapping.metrics(own, metricsBody(own))).toMatchObject({ status });
        }
      };
      for (let n = 0; n < 10; n += 1) await pushTwice();
      expect(told()).toBe(1);
      clock.advance(60_000);
      await pushTwice();
      expect(told()).toBe(2);
    } finally {
      await flapping.close();
    }
  });
});

describe('a hub without a store for logs', () => {
  it('asks the node to keep them', async () => {
    const only = await IngestLab.start({ settings: { lokiUrl: undefined } });
    try {
      const own = await only.hub.node();
      const answer = await only.logs(own, logsBody(own), { headers: LOGS });
      expect(answer).toMatchObject({ status: 503, body: { code: 'ingest/no-store' } });
      expect(answer.headers.get('retry-after')).toBe('60');
      expect(await only.metrics(own, metricsBody(own))).toMatchObject({ status: 204 });
    } finally {
      await only.close();
    }
  });
});
