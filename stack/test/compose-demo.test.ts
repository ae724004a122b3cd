import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@noderr/agent';
import { postgresPrograms, PostgresServer } from '@noderr/hub/testing';
import { startRegistry } from '@noderr/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoPlaces, initDemo, makeDemoTokens, releaseDemo } from '../src/compose/demo.ts';
import { distributeSecrets } from '../src/compose/secrets.ts';
import { makeKeys } from '../src/keys.ts';
import { mainOf } from '../src/noderr-command.ts';
import { findProgram } from '../src/process/find-program.ts';
import { httpAnswers, startService, waitUntilReady } from '../src/process/service-process.ts';
import { choosePorts, type Ports } from '../src/run/ports.ts';
import { openRunFolder, type OwnRunFolder } from '../src/run/run-folder.ts';
import { until } from '../src/until.ts';
import { startChain } from '../src/services/chain.ts';
import { CHAIN_ID } from '../src/network.ts';
import { readCompose } from './read-compose.ts';

const anvil = findProgram('anvil', process.env.PATH ?? '');
const isMissing = anvil === null || postgresPrograms() === null;

/** Chain, registry, database and hub as the compose file has them, on loopback and without containers. */
describe.skipIf(isMissing && process.env.REQUIRE_ALL !== '1')('the demo of the composed stack', () => {
  const closers: (() => Promise<void>)[] = [];
  let base = '';
  let run: OwnRunFolder;
  let ports: Ports;
  let places: DemoPlaces;

  beforeAll(async () => {
    base = mkdtempSync(join(tmpdir(), 'noderr-compose-'));
    run = openRunFolder(join(base, 'run-folder'), false);
    ports = await choosePorts(join(base, 'ports.json'), undefined);
    for (const name of ['hub', 'grafana', 'prometheus', 'alertmanager', 'postgres', 'receivers'])
      mkdirSync(join(base, name));
    const keys = await makeKeys(run);
    const chown = (): void => undefined;
    const postgres = await PostgresServer.start();
    closers.push(() => postgres.remove());
    await postgres.run('create role noderr login');
    await postgres.run('create database noderr owner noderr');
    await distributeSecrets({
      run,
      keys,
      folder: base,
      receivers: join(base, 'receivers'),
      hubUrl: 'http://hub',
      grafanaUrl: 'http://grafana',
      postgres: `127.0.0.1:${postgres.port}`,
      chown,
    });
    const chain = await startChain({ run, port: ports.chain, chainId: CHAIN_ID, program: anvil ?? '' });
    closers.push(() => chain.stop());
    const registry = await startRegistry({ port: ports.registry, dir: run.folder('registry') });
    closers.push(() => registry.close());
    const logFile = run.file('logs', 'hub.log');
    const hub = await startService({
      ...{
        name: 'hub',
        command: process.execPath,
        args: [mainOf('noderr-hub'), 'run'],
        logFile,
        env: hubEnvironment(),
      },
    });
    closers.push(() => hub.stop());
    await waitUntilReady(hub, logFile, httpAnswers(`http://127.0.0.1:${ports.hub}/healthz`));
    places = {
      chain: `http://127.0.0.1:${ports.chain}`,
      registry: `http://127.0.0.1:${ports.registry}`,
      hub: `http://127.0.0.1:${ports.hub}`,
      ingest: `http://127.0.0.1:${ports.ingest}`,
      docker: 'tcp://127.0.0.1:2375',
      network: 'noderr-demo',
      nodes: 2,
    };
  }, 240_000);

  afterAll(async () => {
    for (const close of closers.reverse()) await close();
    run.release();
    rmSync(base, { recursive: true });
  });

  /** What the compose file sets, with this machine's places in those of the containers. */
  function hubEnvironment(): NodeJS.ProcessEnv {
    const { environment = {} } = readCompose().services.hub ?? {};
    const here = (value: string): string =>
      value
        .replace(/\$\{\w+:-([^}]*)\}/, '$1')
        .replace('/run/secrets', join(base, 'hub'))
        .replace('http://chain:8545', `http://127.0.0.1:${ports.chain}`)
        .replace('0.0.0.0', '127.0.0.1');
    const set: NodeJS.ProcessEnv = {};
    for (const [name, value] of Object.entries(environment)) if (value !== null) set[name] = here(String(value));
    return {
      ...process.env,
      ...set,
      NODERR_HUB_LISTEN_PORT: String(ports.hub),
      NODERR_HUB_INGEST_PORT: String(ports.ingest),
    };
  }

  it('finds the contract where the hub expected it before it was deployed', async () => {
    await makeDemoTokens(run, places.nodes);
    await initDemo(run, places, {});
    const authorization = `Bearer ${run.secret('scrape-token', () => '')}`;
    await until('the hub to read the chain', 60, async () => {
      const response = await fetch(`${places.hub}/metrics`, { headers: { authorization } });
      const stale = (await response.text())
        .split('\n')
        .filter((line) => line.startsWith('noderr_rollout_chain_stale{'));
      return stale.length > 0 && stale.every((line) => line.endsWith(' 0')) ? true : stale.join(', ');
    });
  }, 120_000);

  it('gives each agent settings that it takes, on the network of the demo', () => {
    for (const name of ['node-1', 'node-2']) {
      const folder = join(run.path, 'nodes', name);
      const settings = readSettings({ configFile: join(folder, 'settings.json'), env: {} });
      expect(settings).toMatchObject({
        nodeName: name,
        dockerEndpoint: places.docker,
        hubUrl: places.hub,
        ingestUrl: places.ingest,
      });
      expect(settings.templates.map(({ network }) => network)).toEqual([places.network]);
      for (const file of settings.trustedKeyFiles) expect(file).toContain(join(run.path, 'public'));
      expect(readFileSync(settings.deploymentFile ?? '', 'utf8')).toContain('"beacon"');
    }
  });

  it('publishes its first release once', async () => {
    const notes: string[] = [];
    const options = { onNote: (line: string) => notes.push(line) };
    await releaseDemo(run, places, null, options);
    expect(notes.join('\n')).toContain('noderr/demo-node:1.0.0');
    notes.length = 0;
    await releaseDemo(run, places, null, options);
    expect(notes).toEqual([]);
  }, 180_000);
});
