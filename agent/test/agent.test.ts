import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { statusText } from '../src/cli/status-text.ts';
import { askAgent } from '../src/control/control-client.ts';
import { controlSocketPath } from '../src/control/socket-path.ts';
import { AgentOnFakes, untilStatus } from '../src/testing/agent-on-fakes.ts';
import { sampleRelease, sampleView } from '../src/testing/sample-chain.ts';

let node: AgentOnFakes;
beforeEach(() => {
  node = new AgentOnFakes();
});
afterEach(() => node.end());

describe('an agent that was started', () => {
  it('installs what the chain wants and shows it over its socket and its metrics', async () => {
    const { settings } = node;
    const agent = await node.start();
    await untilStatus(agent, ({ state, committed }) => state === 'idle' && committed?.releaseId === 1);
    const reply = await askAgent(controlSocketPath(settings.stateDir), { do: 'status' });
    expect(reply).toMatchObject({
      ok: true,
      status: { committed: { releaseId: 1, version: '1.1.0' }, hub: expect.stringContaining('none') as string },
    });
    const metrics = await fetch(agent.status().metricsUrl ?? '').then((response) => response.text());
    expect(metrics).toContain('noderr_agent_attempts_total{outcome="committed",code="none"} 1');
  });

  it('installs what the chain wants although the port of its metrics is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const agent = await node.start({ metricsPort: (other.address() as AddressInfo).port });
    const status = await untilStatus(agent, ({ committed }) => committed?.releaseId === 1);
    expect(statusText(status)).toMatch(/^metrics +NOT SERVED, .*`metricsPort`$/m);
    await promisify(other.close.bind(other))();
  });

  it('refuses to run beside another one of the same state folder', async () => {
    await node.start();
    await expect(node.start()).rejects.toMatchObject({ code: 'agent/runs-already' });
  });

  it('goes on after a restart where it was, and follows the next release only when it is no longer held', async () => {
    const { settings, chain } = node;
    const first = await node.start();
    await untilStatus(first, ({ committed }) => committed?.releaseId === 1);
    await first.close();
    const agent = await node.start();
    const socket = controlSocketPath(settings.stateDir);
    const held = await askAgent(socket, { do: 'hold', minutes: null, reason: 'maintenance' });
    expect(held).toMatchObject({ ok: true, status: { hold: 'by operator' } });
    chain.view = sampleView({ target: sampleRelease({ id: 2 }), seq: 2, current: 1 });
    await untilStatus(agent, ({ wants }) => wants === 'held-by-operator');
    await askAgent(socket, { do: 'release' });
    await untilStatus(agent, ({ state, committed }) => state === 'idle' && committed?.releaseId === 2);
    expect(agent.status().kept).toEqual([1]);
  });

  it('leaves its folder free when it cannot start', async () => {
    const memory = join(node.settings.stateDir, 'state.json');
    const first = await node.start();
    await first.close();
    writeFileSync(memory, 'no JSON');
    await expect(node.start()).rejects.toMatchObject({ code: 'state/unusable' });
    await expect(askAgent(controlSocketPath(node.settings.stateDir), { do: 'status' })).rejects.toMatchObject({
      code: 'agent/not-running',
    });
  });
});
