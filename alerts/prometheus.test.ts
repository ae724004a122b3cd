import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { alertNames, namesInRules, PROMETHEUS } from './testing/folders.ts';
import { describeWith } from './testing/programs.ts';
import { type ServerProcess, startServer } from './testing/server-process.ts';
import { until } from './testing/until.ts';

const TOKEN = 'scrape-token-of-this-test';

/** As far as the tests look at an answer of Prometheus. */
interface Answer {
  data: {
    result?: object[];
    activeTargets?: { health: string; labels: { job: string } }[];
    activeAlertmanagers?: { url: string }[];
    groups?: { rules: { name: string; type: string; health: string; state?: string }[] }[];
  };
}

describeWith(['prometheus'], 'a running Prometheus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'noderr-prometheus-'));
  let server: ServerProcess | null = null;

  // In the hub's place: it answers the right token only, with a node that was never heard.
  const hub = createServer((request, response) => {
    const known = request.headers.authorization === `Bearer ${TOKEN}`;
    response.writeHead(known ? 200 : 401, { 'content-type': 'text/plain; version=0.0.4' });
    response.end('noderr_node_expected{node_id="a",tier="ORACLE"} 1\n');
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
    const { port } = hub.address() as AddressInfo;
    cpSync(PROMETHEUS, folder, { recursive: true });
    mkdirSync(join(folder, 'secrets'));
    writeFileSync(join(folder, 'secrets/scrape-token'), TOKEN);
    writeFileSync(join(folder, 'targets/hub.json'), JSON.stringify([{ targets: [`127.0.0.1:${port}`] }]));
    writeFileSync(join(folder, 'targets/alertmanager.json'), JSON.stringify([{ targets: ['127.0.0.1:9'] }]));
    server = await startServer('prometheus', (address) => {
      writeFileSync(join(folder, 'targets/prometheus.json'), JSON.stringify([{ targets: [address] }]));
      return [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=${address}`,
      ];
    });
  });
  afterAll(async () => {
    await server?.close();
    hub.closeAllConnections();
    await new Promise((resolve) => hub.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  it('scrapes the hub with its token', async () => {
    await until('the hub as a healthy target', async () => {
      const { data } = await ask('targets');
      return data.activeTargets?.some(({ health, labels }) => labels.job === 'noderr-hub' && health === 'up') === true;
    });
  });

  it('knows where Alertmanager is', async () => {
    await until('Alertmanager', async () => {
      const { data } = await ask('alertmanagers');
      return data.activeAlertmanagers?.some(({ url }) => url.includes('127.0.0.1:9')) === true;
    });
  });

  it('evaluates every rule without a fault, and Watchdog fires', async () => {
    await until('every rule healthy', async () => {
      const rules = await rulesNow();
      return rules.every(({ health }) => health === 'ok');
    });
    const rules = await rulesNow();
    const alerts = rules.filter(({ type }) => type === 'alerting');
    expect(alerts.map(({ name }) => name).sort()).toEqual(alertNames().sort());
    expect(alerts.filter(({ state }) => state === 'firing').map(({ name }) => name)).toEqual(['Watchdog']);
  });

  it('exports what the rules ask of Prometheus itself', async () => {
    await until('Prometheus as its own target', async () => {
      const { data } = await ask('query?query=prometheus_config_last_reload_successful');
      return (data.result?.length ?? 0) > 0;
    });
    const exported = await (await fetch(`${server?.url ?? ''}/metrics`)).text();
    const asked = namesInRules('prometheus');
    expect(asked.length).toBeGreaterThan(0);
    for (const name of asked) expect(exported).toContain(`# TYPE ${name} `);
  });

  async function rulesNow(): Promise<{ name: string; type: string; health: string; state?: string }[]> {
    const { data } = await ask('rules');
    return data.groups?.flatMap(({ rules }) => rules) ?? [];
  }

  async function ask(what: string): Promise<Answer> {
    if (server === null) throw new Error('Prometheus has not started');
    const answer = await fetch(`${server.url}/api/v1/${what}`);
    return (await answer.json()) as Answer;
  }
});
