import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RECEIVERS } from './receivers.ts';
import { ALERTMANAGER_YML, alertNames, namesInRules } from './testing/folders.ts';
import { describeWith, run } from './testing/programs.ts';
import { type ServerProcess, startAlertmanager } from './testing/server-process.ts';
import { until } from './testing/until.ts';
import { startWebhookSink, type WebhookSink } from './testing/webhook-sink.ts';

const WRITER = join(import.meta.dirname, 'write-alertmanager-config.ts');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'noderr-alertmanager-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The configuration as the stack writes it, from these secrets. */
function written(secrets: Partial<Record<(typeof RECEIVERS)[number], string>>): string {
  const secretsFolder = mkdtempSync(join(folder, 'secrets-'));
  for (const [receiver, url] of Object.entries(secrets)) {
    writeFileSync(join(secretsFolder, `${receiver}-webhook-url`), url);
  }
  const file = join(secretsFolder, 'alertmanager.yml');
  execFileSync(process.execPath, [WRITER, secretsFolder, file], { encoding: 'utf8', stdio: 'pipe' });
  return file;
}

describe('the configuration with secrets', () => {
  it('is readable by its owner only', () => {
    expect(statSync(written({ critical: 'https://hooks.example/a' })).mode & 0o777).toBe(0o600);
  });

  it('is the committed one where every secret is empty or missing', () => {
    expect(readFileSync(written({ critical: '', warning: '\n' }), 'utf8')).toBe(readFileSync(ALERTMANAGER_YML, 'utf8'));
  });

  it('is not written from a secret that is no address', () => {
    expect(() => written({ warning: 'nonsense' })).toThrow('the secret of receiver warning is not one http or https');
  });

  it('names only alerts that exist', () => {
    const named = [...readFileSync(ALERTMANAGER_YML, 'utf8').matchAll(/alertname!?=~?"([^"]+)"/g)];
    const names = named.flatMap(([, pattern]) => pattern?.split('|') ?? []);
    expect(names.length).toBeGreaterThan(0);
    expect(alertNames()).toEqual(expect.arrayContaining(names));
  });
});

describeWith(['amtool'], 'the routes of Alertmanager', () => {
  it.each([
    ['as committed', {}],
    ['with every receiver', Object.fromEntries(RECEIVERS.map((name) => [name, `https://hooks.example/${name}`]))],
  ])('pass amtool %s', async (_how, secrets) => {
    expect(await run('amtool', ['check-config', written(secrets)])).toContain('SUCCESS');
  });

  it.each([
    ['critical', ['alertname=HubDown', 'severity=critical']],
    ['critical', ['alertname=NodeDownLong', 'severity=critical', 'node_id=a']],
    ['warning', ['alertname=NodeDown', 'severity=warning', 'node_id=a']],
    ['critical', ['alertname=PositionLimitBreached', 'severity=critical', 'node_id=a']],
    ['critical', ['alertname=DiskSpaceCritical', 'severity=critical', 'node_id=a']],
    ['critical', ['alertname=SignerFrozen', 'severity=critical']],
    ['warning', ['alertname=UpdateFailed', 'severity=warning']],
    ['warning', ['alertname=HighErrorRate', 'severity=warning', 'node_id=a']],
    ['warning', ['alertname=NodeTelemetryDropped', 'severity=warning', 'node_id=a']],
    ['warning', ['alertname=StackTargetDown', 'severity=warning']],
    ['warning', ['alertname=SomethingNew']],
    ['dead-man', ['alertname=Watchdog', 'severity=none']],
  ])('lead to %s for %j', async (receiver, labels) => {
    const args = ['config', 'routes', 'test', `--config.file=${ALERTMANAGER_YML}`, `--verify.receivers=${receiver}`];
    await run('amtool', [...args, ...labels]);
  });
});

describeWith(['alertmanager', 'amtool'], 'a running Alertmanager', () => {
  const closers: (() => Promise<void>)[] = [];
  let sink: WebhookSink;
  let server: ServerProcess;

  beforeAll(async () => {
    sink = await startWebhookSink();
    closers.push(() => sink.close());
    const urls = Object.fromEntries(RECEIVERS.map((receiver) => [receiver, sink.url]));
    const config = written(urls);
    server = await startAlertmanager(config);
    closers.push(() => server.close());
  });
  afterAll(async () => {
    for (const close of closers.reverse()) await close();
  });

  it('exports what the rules ask of Alertmanager itself', async () => {
    const exported = await (await fetch(`${server.url}/metrics`)).text();
    const asked = namesInRules('alertmanager');
    expect(asked.length).toBeGreaterThan(0);
    for (const name of asked) expect(exported).toContain(`# TYPE ${name} `);
  });

  it('calls the webhook of an alert’s severity', async () => {
    await fire({ alertname: 'RolloutPausedByGuard', severity: 'critical', tier: 'GUARDIAN' });
    await until('the page', () => sink.notifications.some(({ receiver }) => receiver === 'critical'));
    expect(sink.notifications.find(({ receiver }) => receiver === 'critical')).toMatchObject({
      status: 'firing',
      alerts: [{ labels: { alertname: 'RolloutPausedByGuard' } }],
    });
  });

  const fleet = [{ alertname: 'FleetHeartbeatLoss', severity: 'critical', scope: 'fleet' }];
  const burn = { alertname: 'NetworkUptimeBudgetBurn', severity: 'critical' };
  const hub = [{ alertname: 'HubDown', severity: 'critical', job: 'noderr-hub' }];
  const down = [{ alertname: 'NodeDown', severity: 'warning', node_id: 'a', tier: 'ORACLE' }];
  const long = [{ alertname: 'NodeDownLong', severity: 'critical', node_id: 'a', tier: 'ORACLE' }];
  const rate = [{ alertname: 'RolloutFailureRateHigh', severity: 'critical', tier: 'ORACLE', action: 'pause' }];
  const failed = { alertname: 'UpdateFailed', severity: 'warning', node_id: 'a', tier: 'ORACLE', outcome: 'failed' };
  const skew = { alertname: 'NodeClockSkew', severity: 'warning', node_id: 'a', tier: 'ORACLE' };
  const mismatch = {
    alertname: 'VersionMismatch',
    severity: 'warning',
    node_id: 'a',
    tier: 'ORACLE',
    version: '1.0.0',
  };

  const full = { alertname: 'DiskSpaceCritical', severity: 'critical', node_id: 'a', tier: 'ORACLE', mountpoint: '/' };
  const low = { alertname: 'DiskSpaceLow', severity: 'warning', node_id: 'a', tier: 'ORACLE', mountpoint: '/' };
  const missing = { alertname: 'NodeTelemetryMissing', severity: 'warning', node_id: 'a', tier: 'ORACLE' };
  const cpu = { alertname: 'HighCPUUsage', severity: 'warning', node_id: 'a', tier: 'ORACLE' };
  const stackFull = {
    alertname: 'DiskSpaceCritical',
    severity: 'critical',
    instance: 'stack:9100',
    mountpoint: '/data',
  };
  const stackLow = { alertname: 'DiskSpaceLow', severity: 'warning', instance: 'stack:9100', mountpoint: '/data' };

  it.each([
    [
      'a silent fleet',
      fleet,
      [...down, ...long, failed, skew, mismatch, burn],
      ['NodeDown', 'NodeDownLong', 'NetworkUptimeBudgetBurn'],
    ],
    ['a hub that is down', hub, [...down, ...long, failed, skew, mismatch], ['NodeDown', 'NodeDownLong']],
    ['a node that is down', down, [failed, skew, mismatch], ['UpdateFailed', 'NodeClockSkew', 'VersionMismatch']],
    ['a node that is down for long', [...long, ...down], [], ['NodeDown']],
    [
      'a node whose machine is down',
      down,
      [missing, cpu, full],
      ['NodeTelemetryMissing', 'HighCPUUsage', 'DiskSpaceCritical'],
    ],
    ['a full disk', [full], [low], ['DiskSpaceLow']],
    ['a full disk of the stack', [stackFull], [stackLow], ['DiskSpaceLow']],
    ['a rollout that fails', rate, [failed, mismatch], ['UpdateFailed', 'VersionMismatch']],
  ])('holds back what %s explains', async (title, sources, targets, inhibited) => {
    // A label of their own keeps the cases apart where the inhibition compares nothing.
    const run = title.replaceAll(' ', '-');
    for (const labels of [...sources, ...targets]) await fire({ ...labels, run });
    await until(`${inhibited.join(', ')} inhibited`, async () => {
      const alerts = await alertsOf(run);
      return inhibited.every((name) =>
        alerts.some(({ labels, status }) => labels.alertname === name && status.inhibitedBy.length > 0),
      );
    });
    const source = sources[0]?.alertname;
    const own = (await alertsOf(run)).find(({ labels }) => labels.alertname === source);
    expect(own?.status.inhibitedBy).toEqual([]);
    await end([...sources, ...targets].map((labels) => ({ ...labels, run })));
  });

  it('never holds back what costs money at once', async () => {
    const costly = ['PositionLimitBreached', 'DrawdownLimitBreached'].map((alertname) => ({ ...long[0], alertname }));
    const all = [...fleet, ...hub, ...down, skew, ...costly];
    for (const labels of all) await fire({ ...labels, run: 'money' });
    await until('NodeClockSkew inhibited', async () =>
      (await alertsOf('money')).some(
        ({ labels, status }) => labels.alertname === 'NodeClockSkew' && status.inhibitedBy.length > 0,
      ),
    );
    const told = (await alertsOf('money')).filter(({ labels }) => labels.alertname?.endsWith('LimitBreached'));
    expect(told.map(({ status }) => status.inhibitedBy)).toEqual([[], []]);
    await end(all.map((labels) => ({ ...labels, run: 'money' })));
  });

  it('holds back nothing of another disk', async () => {
    const otherDisk = { ...low, mountpoint: '/data' };
    for (const labels of [full, otherDisk]) await fire({ ...labels, run: 'disks' });
    await until('the alerts', async () => (await alertsOf('disks')).length === 2);
    const own = (await alertsOf('disks')).find(({ labels }) => labels.alertname === 'DiskSpaceLow');
    expect(own?.status.inhibitedBy).toEqual([]);
    await end([full, otherDisk].map((labels) => ({ ...labels, run: 'disks' })));
  });

  it('holds back nothing of another node or another tier', async () => {
    const other = { ...failed, node_id: 'b', tier: 'GUARDIAN' };
    for (const labels of [...down, ...rate, other]) await fire({ ...labels, run: 'others' });
    await until('the alerts', async () => (await alertsOf('others')).length === 3);
    const own = (await alertsOf('others')).find(({ labels }) => labels.alertname === 'UpdateFailed');
    expect(own?.status.inhibitedBy).toEqual([]);
    await end([...down, ...rate, other].map((labels) => ({ ...labels, run: 'others' })));
  });

  interface Alert {
    labels: Record<string, string>;
    status: { inhibitedBy: string[] };
  }

  async function alertsOf(run: string): Promise<Alert[]> {
    const answer = await fetch(`${server.url}/api/v2/alerts?filter=${encodeURIComponent(`run="${run}"`)}`);
    return (await answer.json()) as Alert[];
  }

  function fire(labels: Record<string, string>): Promise<void> {
    return post([{ labels }]);
  }

  function end(alerts: Record<string, string>[]): Promise<void> {
    const endsAt = new Date().toISOString();
    return post(alerts.map((labels) => ({ labels, endsAt })));
  }

  async function post(alerts: object[]): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${server.url}/api/v2/alerts`, {
      method: 'POST',
      headers,
      body: JSON.stringify(alerts),
    });
    if (!answer.ok) throw new Error(`Alertmanager answered ${answer.status}: ${await answer.text()}`);
  }
});
