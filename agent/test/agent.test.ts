import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Address } from '@noderr/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { type Agent, startAgent } from '../src/agent.ts';
import { askAgent } from '../src/control/control-client.ts';
import { controlSocketPath } from '../src/control/socket-path.ts';
import { type AgentStatus } from '../src/control/schema.ts';
import { createLogger } from '../src/logs/logger.ts';
import { type Settings } from '../src/settings/read-settings.ts';
import { FakeBackups, FakeBackupVault } from '../src/testing/fake-backups.ts';
import { FakeChainReader } from '../src/testing/fake-chain-reader.ts';
import { FakeHealth } from '../src/testing/fake-health.ts';
import { FakeRuntime } from '../src/testing/fake-runtime.ts';
import { FakeWorld } from '../src/testing/fake-world.ts';
import { KillSwitch } from '../src/testing/kill-switch.ts';
import { sampleRelease, sampleTemplate, sampleView } from '../src/testing/sample-chain.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function settingsFor(stateDir: string): Settings {
  return {
    versionBeaconAddress: Address.parse(`0x${'22'.repeat(20)}`),
    checkInterval: 1000,
    nodeTier: 'ORACLE',
    dockerRegistry: '127.0.0.1:1',
    rollbackTimeout: 10_000,
    autoUpdateEnabled: true,
    chainId: 1,
    rpcEndpoints: ['http://127.0.0.1:1'],
    maxBlockAgeS: 1200,
    stateDir,
    templateFile: '',
    nodeName: '',
    trustedKeyFiles: [],
    signatureThreshold: 1,
    registryMirrors: [],
    dockerEndpoint: 'unix:///nowhere',
    allowedBinds: [],
    soakMs: 0,
    backupRecipients: [],
    backupMaxGapMs: 60_000,
    nodeId: undefined,
    healthCheckUrl: undefined,
    rpcQuorum: undefined,
    confirmations: undefined,
    deploymentFile: undefined,
    hubUrl: undefined,
    joinTokenFile: undefined,
    registryCredentialsFile: undefined,
    metricsPort: 0,
    logLevel: 'fatal',
    templates: [sampleTemplate()],
    trust: { threshold: 1, keys: new Map() },
    deployment: null,
    joinToken: null,
    registryCredentials: {},
  };
}

interface Bench {
  settings: Settings;
  world: FakeWorld;
  chain: FakeChainReader;
  start: () => Promise<Agent>;
}

function bench(): Bench {
  const stateDir = mkdtempSync(join(tmpdir(), 'agent-'));
  closers.push(() => {
    rmSync(stateDir, { recursive: true, force: true });
  });
  const settings = settingsFor(stateDir);
  const world = new FakeWorld();
  const kill = new KillSwitch();
  const vault = new FakeBackupVault();
  const chain = new FakeChainReader(sampleView({ target: sampleRelease({ id: 1 }) }));
  async function start(): Promise<Agent> {
    const agent = await startAgent(settings, {
      runtime: new FakeRuntime(world, kill),
      logger: createLogger('fatal'),
      reader: chain,
      verifier: { verify: () => Promise.resolve({ bytes: 1 }) },
      health: new FakeHealth(world, kill, new Set()),
      backups: new FakeBackups(world, kill, vault),
    });
    closers.push(() => agent.close());
    return agent;
  }
  return { settings, world, chain, start };
}

async function until(agent: Agent, wanted: (status: AgentStatus) => boolean): Promise<AgentStatus> {
  return expect
    .poll(() => agent.status(), { timeout: 20_000, interval: 20 })
    .toSatisfy(wanted)
    .then(() => agent.status());
}

describe('an agent that was started', () => {
  it('installs what the chain wants and shows it over its socket and its metrics', async () => {
    const { settings, start } = bench();
    const agent = await start();
    await until(agent, ({ state, committed }) => state === 'idle' && committed?.releaseId === 1);
    const reply = await askAgent(controlSocketPath(settings.stateDir), { do: 'status' });
    expect(reply).toMatchObject({
      ok: true,
      status: { committed: { releaseId: 1, version: '1.1.0' }, hub: expect.stringContaining('none') as string },
    });
    const metrics = await fetch(agent.status().metricsUrl ?? '').then((response) => response.text());
    expect(metrics).toContain('noderr_agent_attempts_total{outcome="committed",code="none"} 1');
  });

  it('refuses to run beside another one of the same state folder', async () => {
    const { start } = bench();
    await start();
    await expect(start()).rejects.toMatchObject({ code: 'agent/runs-already' });
  });

  it('goes on after a restart where it was, and follows the next release only when it is no longer held', async () => {
    const { settings, chain, start } = bench();
    const first = await start();
    await until(first, ({ committed }) => committed?.releaseId === 1);
    await first.close();
    const agent = await start();
    const socket = controlSocketPath(settings.stateDir);
    const held = await askAgent(socket, { do: 'hold', minutes: null, reason: 'maintenance' });
    expect(held).toMatchObject({ ok: true, status: { hold: 'by operator' } });
    chain.view = sampleView({ target: sampleRelease({ id: 2 }), seq: 2, current: 1 });
    await until(agent, ({ wants }) => wants === 'held-by-operator');
    await askAgent(socket, { do: 'release' });
    await until(agent, ({ state, committed }) => state === 'idle' && committed?.releaseId === 2);
    expect(agent.status().kept).toEqual([1]);
  });
});
