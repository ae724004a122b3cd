import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith, type ServerProcess, startServer, until } from '@noderr/alerts/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestNode } from '../../src/testing/test-node.ts';
import { IngestLab, metricsBody } from './ingest-lab.ts';

describeWith(['prometheus'], 'a Prometheus behind the gateway', () => {
  let lab: IngestLab;
  let prometheus: ServerProcess;
  let node: TestNode;

  beforeAll(async () => {
    lab = await IngestLab.start();
    const folder = join(lab.folder.path, 'prometheus');
    mkdirSync(folder);
    const discovery = {
      job_name: 'nodes',
      http_sd_configs: [
        {
          url: `${lab.hub.url}/sd/nodes`,
          refresh_interval: '1s',
          authorization: { type: 'Bearer', credentials: lab.folder.scrapeToken },
        },
      ],
      // Nodes listen nowhere: what is found is only to be seen here.
      relabel_configs: [{ action: 'drop', source_labels: ['__address__'] }],
    };
    const config = { storage: { tsdb: { out_of_order_time_window: '36h' } }, scrape_configs: [discovery] };
    writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
    prometheus = await startServer('prometheus', (address) => [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--web.enable-remote-write-receiver',
    ]);
    await lab.hub.close();
    const prometheusUrl = `${prometheus.url}/api/v1/write`;
    const { port } = new URL(lab.hub.url);
    lab.hub = await lab.folder.start({ settings: { ingestPort: 0, prometheusUrl, listenPort: Number(port) } });
    node = await lab.hub.node();
  });
  afterAll(async () => {
    await prometheus.close();
    await lab.close();
  });

  interface Found {
    metric: Record<string, string>;
    values: [number, string][];
  }

  async function query(expression: string): Promise<Found[]> {
    const address = `${prometheus.url}/api/v1/query?query=${encodeURIComponent(expression)}`;
    return ((await (await fetch(address)).json()) as { data: { result: Found[] } }).data.result;
  }

  it('holds what was pushed, in order or late, once however often it is sent', async () => {
    const now = Math.floor(Date.now() / 1000) * 1000;
    const times = [now, now - 60_000, now - 34 * 3_600_000, now - 60_000];
    for (const at of times) {
      expect(await lab.metrics(node, metricsBody(node, { series: 2, at }))).toMatchObject({ status: 204 });
    }
    const found = await query('trading_pnl_usd[35h]');
    const expected = [now - 34 * 3_600_000, now - 60_000, now].map((at) => at / 1000);
    for (const market of ['m0', 'm1']) {
      const one = found.find(({ metric }) => metric.market === market);
      expect(one?.metric).toMatchObject({ cluster: 'noderr', node_id: node.nodeId, tier: 'ALL' });
      expect(one?.values.map(([at]) => at)).toEqual(expected);
    }
  });

  it('says itself which batch is bad for ever', async () => {
    const at = Date.now();
    const sample = { at, over: { market: 'twice' } };
    expect(await lab.metrics(node, metricsBody(node, sample))).toMatchObject({ status: 204 });
    const other = metricsBody(node, { ...sample, value: 2 });
    expect(await lab.metrics(node, other)).toMatchObject({ status: 400, body: { code: 'ingest/refused-by-store' } });
  });

  it('finds the nodes by http_sd', async () => {
    await until('the node among the targets', async () => {
      const answer = await fetch(`${prometheus.url}/api/v1/targets`);
      const { data } = (await answer.json()) as {
        data: { droppedTargets: { discoveredLabels: Record<string, string> }[] };
      };
      return data.droppedTargets.some(
        ({ discoveredLabels: labels }) =>
          labels.__address__ === node.nodeId &&
          labels.__meta_noderr_tier === 'ALL' &&
          labels.__meta_noderr_status === 'inactive',
      );
    });
  });

  it('that is gone leaves the node what it has', async () => {
    await prometheus.close();
    const answer = await lab.metrics(node, metricsBody(node));
    expect(answer).toMatchObject({ status: 503, body: { code: 'ingest/store-unavailable' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
