import { gzipSync } from 'node:zlib';
import { INGEST_PATHS, type NodeTier } from '@noderr/protocol';
import { compress } from 'snappyjs';
import { encodeWriteRequest, type TestSeries } from '../../src/testing/encode-write-request.ts';
import { StubStore } from '../../src/testing/stub-store.ts';
import { type Answer, type TestHub, TestHubFolder, type TestHubOver } from '../../src/testing/test-hub.ts';
import { type TestNode } from '../../src/testing/test-node.ts';

export const METRICS = { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' };
export const LOGS = { 'content-type': 'application/json', 'content-encoding': 'gzip' };

export interface Pushed {
  /** Over those of a good push. */
  headers?: Record<string, string>;
  /** What the token is made for, where it is not the body. */
  signed?: Buffer;
}

/** A hub whose stores are stubs that write down what they get. */
export class IngestLab {
  readonly folder = new TestHubFolder();
  readonly prometheus: StubStore;
  readonly loki: StubStore;
  hub: TestHub = undefined as unknown as TestHub;

  private constructor(prometheus: StubStore, loki: StubStore) {
    this.prometheus = prometheus;
    this.loki = loki;
  }

  static async start(over: TestHubOver = {}): Promise<IngestLab> {
    const lab = new IngestLab(await StubStore.start(), await StubStore.start());
    const stores = {
      ingestPort: 0,
      prometheusUrl: `${lab.prometheus.url}/api/v1/push`,
      lokiUrl: `${lab.loki.url}/loki/api/v1/push`,
    };
    lab.hub = await lab.folder.start({ ...over, settings: { ...stores, ...over.settings } });
    return lab;
  }

  async close(): Promise<void> {
    await this.hub.close();
    await this.prometheus.close();
    await this.loki.close();
    await this.folder.remove();
  }

  metrics(node: TestNode, body: Buffer, { headers = {}, signed = body }: Pushed = {}): Promise<Answer> {
    return this.#post(node, INGEST_PATHS.metrics, body, { ...METRICS, ...headers }, signed);
  }

  logs(node: TestNode, body: Buffer, { headers = {}, signed = body }: Pushed = {}): Promise<Answer> {
    return this.#post(node, INGEST_PATHS.logs, body, { ...LOGS, ...headers }, signed);
  }

  async scrape(): Promise<string> {
    return (await this.hub.text('/metrics', { authorization: `Bearer ${this.folder.scrapeToken}` })).text;
  }

  #post(node: TestNode, path: string, body: Buffer, headers: Record<string, string>, signed: Buffer): Promise<Answer> {
    const { authorization = '' } = node.headers(path, signed, {}, this.hub.core.clock.now());
    return this.hub.postTelemetry(path, body, { authorization, ...headers });
  }
}

/** A sample each of so many series of a node, as its agent sends them. */
export function metricsBody(
  node: TestNode,
  { tier = 'ALL', series = 1, at = Date.now(), value = 1, over = {} }: MetricsOver = {},
): Buffer {
  const made = Array.from({ length: series }, (_, n): TestSeries => {
    const labels = {
      __name__: 'trading_pnl_usd',
      cluster: 'noderr',
      market: `m${n}`,
      node_id: node.nodeId,
      tier,
      ...over,
    };
    return { labels: Object.entries(labels).sort(), samples: [[value, at]] };
  });
  return compress(encodeWriteRequest(made));
}

export interface MetricsOver {
  tier?: NodeTier;
  series?: number;
  at?: number;
  value?: number;
  over?: Record<string, string>;
}

export function logsBody(node: TestNode, lines = 1, over: Record<string, string> = {}): Buffer {
  const stream = { cluster: 'noderr', tier: 'ALL', node_id: node.nodeId, service: 'node', ...over };
  const values = Array.from({ length: lines }, (_, n) => [`${Date.now()}${String(n).padStart(6, '0')}`, 'x', {}]);
  return gzipSync(JSON.stringify({ streams: [{ stream, values }] }));
}
