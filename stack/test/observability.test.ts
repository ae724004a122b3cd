import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProgram } from '../src/process/find-program.ts';
import { knownPorts } from '../src/run/ports.ts';
import { openRunFolder, type OwnRunFolder } from '../src/run/run-folder.ts';
import { type AlertSink, startAlertSink } from '../src/scenarios/alert-sink.ts';
import { queryPrometheus } from '../src/scenarios/prometheus-api.ts';
import { until } from '../src/until.ts';
import { findObservability, missingPrograms } from '../src/services/observability.ts';
import { startPrometheus } from '../src/services/prometheus.ts';
import { type Stack } from '../src/stack.ts';
import { startStack } from '../src/start-stack.ts';

const programs = findObservability(process.env);
const missing = [
  ...(findProgram('anvil', process.env.PATH ?? '') === null ? ['anvil is not on the PATH'] : []),
  ...missingPrograms({ ...programs, loki: '' }),
];
if (missing.length > 0 && process.env.REQUIRE_ALL !== '1') {
  console.warn(`skipped: what npm start shows of the fleet (${missing.join('; ')})`);
}

describe('programs that watch the fleet', () => {
  it('are named with how to get them where they are not here', () => {
    const none = findObservability({ PATH: '/nowhere' });
    expect(none).toEqual({ prometheus: null, alertmanager: null, loki: null });
    expect(missingPrograms(none).join('\n')).toMatch(
      /apt-get install prometheus\)[^]*prometheus-alertmanager[^]*LOKI_BIN/,
    );
    expect(findObservability({ PATH: '/nowhere', LOKI_BIN: '/opt/loki' }).loki).toBe('/opt/loki');
  });
});

describe.skipIf(missing.length > 0 && process.env.REQUIRE_ALL !== '1')('what npm start shows of the fleet', () => {
  let folder = '';
  let run: OwnRunFolder;
  let sink: AlertSink;
  let stack: Stack;
  let prometheus = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'noderr-observability-'));
    run = openRunFolder(join(folder, 'run'), false);
    sink = await startAlertSink();
    writeFileSync(run.secretFile('dead-man-webhook-url'), sink.url);
    stack = await startStack({
      ...{ run, nodes: 0, env: { ...process.env, LOKI_BIN: undefined, GRAFANA_HOME: undefined }, portBase: undefined },
      ...{ runtime: 'process', onNote: () => undefined },
    });
    prometheus = stack.observability.prometheus ?? '';
  }, 240_000);

  afterAll(async () => {
    await stack.close();
    await sink.close();
    run.release();
    rmSync(folder, { recursive: true });
  });

  it('has the hub as a healthy target, with its token', async () => {
    await until('up of the hub', 60, async () => {
      const [up] = await queryPrometheus(prometheus, 'up{job="noderr-hub"}');
      return up?.samples[0]?.[1] === 1 ? true : JSON.stringify(up ?? 'no series');
    });
  });

  it('watches itself, and asks nobody who is not here', async () => {
    await until('up of the stack itself', 60, async () => {
      const series = await queryPrometheus(prometheus, 'up');
      const up = series.filter(({ samples }) => samples[0]?.[1] === 1).map(({ labels }) => labels.job ?? '');
      const down = series.filter(({ samples }) => samples[0]?.[1] === 0).map(({ labels }) => labels.job ?? '');
      expect(down).toEqual([]);
      return ['noderr-hub', 'prometheus', 'alertmanager'].every((job) => up.includes(job)) ? true : up.join(', ');
    });
  });

  it('sends alerts through Alertmanager to the receiver of a secret file', async () => {
    // What Prometheus sends before it has found Alertmanager comes again a minute later.
    const page = await until('the watchdog', 150, () =>
      Promise.resolve(sink.pages.find(({ receiver }) => receiver === 'dead-man') ?? null),
    );
    expect(page.alerts.map(({ labels }) => labels.alertname)).toEqual(['Watchdog']);
  }, 180_000);

  it('keeps over a restart what was measured before', async () => {
    const ports = knownPorts(run.file('ports.json'));
    if (ports === null || programs.prometheus === null) throw new Error('the stack has not started');
    const restartedAt = Date.now() / 1000;
    await stack.close();
    const options = { run, port: ports.prometheus, program: programs.prometheus, targets: {} };
    const again = await startPrometheus(options);
    try {
      const [old] = await queryPrometheus(prometheus, 'up{job="noderr-hub"}[10m]');
      expect(old?.samples[0]?.[0]).toBeLessThan(restartedAt);
    } finally {
      await again.stop();
    }
  });

  it('says what Prometheus said where it cannot start', async () => {
    const stranger = createServer().listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const { port } = stranger.address() as { port: number };
    const program = programs.prometheus ?? '';
    await expect(startPrometheus({ run, port, program, targets: {} })).rejects.toThrow(
      /prometheus ended during its start; the end of prometheus\.log:[^]*address already in use/,
    );
    stranger.close();
  });
});
