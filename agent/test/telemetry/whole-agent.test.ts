import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { nodeTokenAudience } from '@noderr/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Agent } from '../../src/agent.ts';
import { statusText } from '../../src/cli/status-text.ts';
import { type AgentStatus } from '../../src/control/schema.ts';
import { openIdentity } from '../../src/identity/node-identity.ts';
import { AgentOnFakes, untilStatus } from '../../src/testing/agent-on-fakes.ts';
import { type PushReceiver, startPushReceiver } from '../../src/testing/push-receiver.ts';
import { sampleRelease, sampleTemplate, sampleView } from '../../src/testing/sample-chain.ts';
import { until } from './until.ts';

/** Nobody listens there: the agent follows the chain alone. */
const NO_HUB = 'http://127.0.0.1:1';

let service: Server;
let node: AgentOnFakes;
let receiver: PushReceiver;

beforeEach(async () => {
  service = createServer((_request, response) =>
    response.end('http_requests_total{code="200"} 5\ntrading_pnl_usd -1\n'),
  );
  await once(service.listen(0, '127.0.0.1'), 'listening');
  const { port } = service.address() as AddressInfo;
  const template = { ...sampleTemplate(), metrics: { port, path: '/metrics' } };
  node = new AgentOnFakes([template]);
  node.world.address = '127.0.0.1';
  const { settings } = node;
  mkdirSync(settings.stateDir, { recursive: true });
  const { nodeId, publicKey } = openIdentity(join(settings.stateDir, 'node.key'));
  receiver = await startPushReceiver({
    ...{ nodeId, publicKey, cluster: 'noderr', tier: 'ORACLE' },
    audience: nodeTokenAudience(settings.chainId, settings.versionBeaconAddress),
  });
  Object.assign(settings, { hubUrl: NO_HUB, ingestUrl: receiver.url });
});

afterEach(async () => {
  await node.end();
  await receiver.close();
  service.close();
  service.closeAllConnections();
});

function arrived(text: string): boolean {
  return receiver.pushes.some(({ records }) =>
    records.some(({ key, content }) => key.includes(text) || content.includes(text)),
  );
}

function runs(release: number): (status: AgentStatus) => boolean {
  return ({ state, committed }) => state === 'idle' && committed?.releaseId === release;
}

function containerOf(agent: Agent, release: number): string {
  const running = node.world.running().find(({ status }) => status.labels?.releaseId === release);
  if (!running) throw new Error(`nothing of release ${release} runs on ${agent.nodeId}`);
  return running.status.id;
}

describe('an agent that ships', () => {
  it('sends what the machine, its services and itself measure and write, and says how it stands', async () => {
    const agent = await node.start();
    await untilStatus(agent, runs(1));
    node.world.logs.set(containerOf(agent, 1), ['{"level":30,"msg":"block imported","height":7}']);
    await until('metrics of the machine', () =>
      arrived('["__name__","node_memory_MemTotal_bytes"],["service","agent"]'),
    );
    await until('metrics of the agent', () => arrived('noderr_agent_telemetry_cpu_seconds_total'));
    await until('metrics of the service', () => arrived('["__name__","trading_pnl_usd"],["service","oracle"]'));
    await until('the log of the service', () => arrived('block imported {"height":"7","level":"info"}'));
    await until('nothing waits', () => {
      const { telemetry } = agent.status();
      return telemetry.state === 'shipping' && telemetry.auth === 'accepted' && telemetry.logs.lagS === 0;
    });
    const text = statusText(agent.status());
    expect(text).toMatch(/^ {2}logs {8}nothing waits, \d+ bytes on disk$/m);
    const metrics = await fetch(agent.status().metricsUrl ?? '').then((response) => response.text());
    expect(metrics).toMatch(/^noderr_agent_telemetry_cpu_seconds_total 0\.\d+$/m);
    expect(metrics).toContain('noderr_agent_scrape_up{service="oracle"} 1');
    expect(metrics).toContain('noderr_agent_push_auth_failed 0');
    expect(receiver.faults).toEqual([]);
  });

  it('updates as ever while the receiver hangs, and then sends the words of both sets, each once', async () => {
    receiver.answer = () => 'hang';
    const agent = await node.start();
    await untilStatus(agent, runs(1));
    const first = containerOf(agent, 1);
    node.world.logs.set(first, ['first set']);
    node.chain.view = sampleView({ target: sampleRelease({ id: 2 }), seq: 2, current: 1 });
    await untilStatus(agent, runs(2));
    node.world.logs.set(containerOf(agent, 2), ['second set']);
    await agent.close();

    receiver.answer = () => ({ status: 204 });
    const again = await node.start();
    await until('the words of the second set', () => arrived('second set'));
    await until('the words of the first set', () => arrived('first set'));
    expect(runs(2)(again.status())).toBe(true);
    const contents = receiver.pushes.flatMap(({ records }) => records.map(({ content }) => content));
    expect(contents.filter((content) => content.startsWith('first set'))).toHaveLength(1);
    expect(contents.filter((content) => content.startsWith('second set'))).toHaveLength(1);
    expect(receiver.faults).toEqual([]);
  });

  it('whose spool cannot be opened says so, and updates as ever', async () => {
    writeFileSync(join(node.settings.stateDir, 'telemetry'), 'in the way');
    const agent = await node.start();
    await untilStatus(agent, runs(1));
    expect(agent.status().telemetry.state).toBe('failed');
    expect(statusText(agent.status())).toMatch(/^telemetry {5}NOT SHIPPED: .+$/m);
    expect(receiver.asked).toBe(0);
  });

  it('that is told of no ingest listener measures nothing', async () => {
    Object.assign(node.settings, { ingestUrl: undefined });
    const agent = await node.start();
    await untilStatus(agent, runs(1));
    expect(agent.status().telemetry).toEqual({ state: 'off' });
    const metrics = await fetch(agent.status().metricsUrl ?? '').then((response) => response.text());
    expect(metrics).not.toContain('noderr_agent_spool_bytes');
  });
});
