import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child, findProgram, freePort } from '@noderr/oci/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { identityOf } from '../../src/identity/node-identity.ts';
import { metricsParcel } from '../../src/telemetry/encode/metrics-parcel.ts';
import { snappy } from '../../src/telemetry/encode/snappy.ts';
import { createRequestEncoder } from '../../src/telemetry/encode/write-request.ts';
import { type Sample } from '../../src/telemetry/sample.ts';

const program = await findProgram('prometheus', process.env.PATH ?? '');
if (program === null) {
  if (process.env.REQUIRE_ALL === '1') throw new Error('remote write: prometheus is not on the PATH');
  console.warn('skipped: remote write to Prometheus (prometheus is not on the PATH)');
}

const CONFIG = 'storage: { tsdb: { out_of_order_time_window: 36h } }\n';

const Answer = z.object({
  data: z.object({
    result: z.array(
      z.object({ metric: z.record(z.string(), z.string()), values: z.array(z.tuple([z.number(), z.string()])) }),
    ),
  }),
});

describe.skipIf(program === null)('remote write to Prometheus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nd-prometheus-'));
  const { nodeId } = identityOf(generateKeyPairSync('ed25519').privateKey);
  const sender = { cluster: 'noderr', tier: 'ORACLE', node_id: nodeId };
  const encode = createRequestEncoder(sender);
  const now = Date.now();
  let url: string;
  let prometheus: Child;

  beforeAll(async () => {
    const config = join(folder, 'prometheus.yml');
    writeFileSync(config, CONFIG);
    const address = `127.0.0.1:${await freePort()}`;
    url = `http://${address}`;
    prometheus = new Child(program ?? '', [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--web.enable-remote-write-receiver',
    ]);
    await prometheus.until(async () => (await fetch(`${url}/-/ready`)).ok, 60_000);
  });
  afterAll(async () => {
    await prometheus.end();
    rmSync(folder, { recursive: true });
  });

  async function push(blocks: readonly Buffer[], count: number): Promise<number> {
    const response = await fetch(`${url}/api/v1/write`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-protobuf',
        'content-encoding': 'snappy',
        'x-prometheus-remote-write-version': '0.1.0',
      },
      body: await metricsParcel(blocks, count).body(),
    });
    return response.status;
  }

  async function stored(selector: string): Promise<z.infer<typeof Answer>['data']['result']> {
    const query = new URLSearchParams({ query: `${selector}[40h]`, time: String(now / 1000 + 60) });
    return Answer.parse(await (await fetch(`${url}/api/v1/query?${query.toString()}`)).json()).data.result;
  }

  function block(samples: readonly Sample[]): Buffer {
    const { bytes, taken } = encode(samples);
    expect(taken).toBe(samples.length);
    return snappy(bytes);
  }

  it('stores each value and label as it was measured', async () => {
    const values = [0, -0, 1, -1.5, Number.MAX_VALUE, Number.MIN_VALUE, Number.POSITIVE_INFINITY, Number.NaN, 0.1];
    const samples = values.map((value, n) => ({
      ...{ name: 'noderr_test_value', value, timestampMs: now - n },
      labels: { service: 'oracle', n: String(n), text: 'é "quoted" \\ 😀\n', empty: '', Zone: 'A', node_id: 'forged' },
    }));
    expect(await push([block(samples)], samples.length)).toBe(204);
    const found = await stored('noderr_test_value');
    expect(found).toHaveLength(values.length);
    for (const { metric, values: points } of found) {
      const n = Number(metric.n);
      expect(metric).toEqual({
        ...{ __name__: 'noderr_test_value', ...sender, service: 'oracle', n: String(n) },
        ...{ text: 'é "quoted" \\ 😀\n', Zone: 'A' },
      });
      expect(points).toHaveLength(1);
      const [seconds, text] = points[0] ?? [0, ''];
      expect(Math.round(seconds * 1000)).toBe(now - n);
      expect(Number(text.replace('Inf', 'Infinity'))).toBe(values[n]);
    }
  });

  it('takes the newest first, then the backlog of a day, and the same again', async () => {
    const times = Array.from({ length: 100 }, (_, n) => now - n * 864_000);
    const frames = times.map((timestampMs) =>
      block([{ name: 'noderr_test_backlog', labels: { service: 'agent' }, value: timestampMs, timestampMs }]),
    );
    expect(await push(frames.slice(0, 10).reverse(), 10)).toBe(204);
    expect(await push(frames.slice(50).reverse(), 50)).toBe(204);
    expect(await push(frames.slice(10, 50).reverse(), 40)).toBe(204);
    expect(await push(frames.slice(40, 60).reverse(), 20)).toBe(204);
    const [series] = await stored('noderr_test_backlog');
    expect(series?.values.map(([seconds]) => Math.round(seconds * 1000))).toEqual([...times].reverse());
    expect(series?.values.every(([seconds, value]) => Number(value) === Math.round(seconds * 1000))).toBe(true);
  });

  it('takes both halves of a batch', async () => {
    const samples = Array.from({ length: 7 }, (_, n) => ({
      ...{ name: 'noderr_test_half', labels: { n: String(n) }, value: n, timestampMs: now },
    }));
    const halves = metricsParcel([block(samples.slice(0, 2)), block(samples.slice(2))], 7).halves();
    expect(halves?.map(({ count }) => count)).toEqual([3, 4]);
    for (const half of halves ?? []) {
      const response = await fetch(`${url}/api/v1/write`, {
        method: 'POST',
        headers: { 'content-encoding': 'snappy' },
        body: await half.body(),
      });
      expect(response.status).toBe(204);
    }
    const found = await stored('noderr_test_half');
    expect(found.map(({ metric }) => Number(metric.n)).sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});
