import { type FailureCode, type OutcomeEvent } from '@noderr/protocol';
import { expect, vi } from 'vitest';
import { type DockerWitness, type Sighting } from './docker-witness.ts';
import { type TestImage } from './test-publisher.ts';
import { startWholeAgent, type WholeAgent, type WholeAgentOptions } from './whole-agent.ts';

/** For a broken machine, not a measure of speed. */
const NEVER_CAME = { timeout: 120_000, interval: 50 };

/** A node with its agent, judged by what dockerd says of it. */
export interface WatchedNode extends WholeAgent {
  /** The container under the node's own name; fails unless it runs. */
  running(): Promise<Sighting>;
  /** Waits until the container under the node's own name is one to stay and answers its health check. */
  settles(): Promise<Sighting>;
  /** Waits until a release is committed and its container has settled. */
  runs(releaseId: number, image: TestImage): Promise<Sighting>;
  /** Waits until the node has tried a release and is at rest again; fails unless there was exactly one attempt. */
  tried(releaseId: number): Promise<OutcomeEvent>;
  /** As `tried`; fails unless it ended with this code and nothing but `before` was ever touched. Answers the detail. */
  refuses(releaseId: number, code: FailureCode, before: Sighting): Promise<string>;
  /** Waits for so many more readings of the chain: time for an agent that would do something to do it. */
  looksAtTheChain(times: number): Promise<void>;
}

export async function startWatchedNode(options: WholeAgentOptions, docker: DockerWitness): Promise<WatchedNode> {
  const name = options.containerName;
  const agent = await startWholeAgent(options);

  async function running(): Promise<Sighting> {
    const seen = await docker.see(name);
    if (seen?.status !== 'running') throw new Error(`${name} is ${seen?.status ?? 'not there'}`);
    return seen;
  }

  async function settled(): Promise<Sighting> {
    const seen = await running();
    expect(seen.restartPolicy).toBe('unless-stopped');
    expect((await fetch(`http://${seen.address}:8080/health`)).status).toBe(200);
    return seen;
  }

  async function tried(releaseId: number): Promise<OutcomeEvent> {
    await agent.until(
      `release ${releaseId} has been tried`,
      ({ failed, state }) => failed[releaseId] !== undefined && state === 'idle',
    );
    const [outcome, ...others] = agent.outcomesOf(releaseId);
    expect(others).toEqual([]);
    if (outcome === undefined) throw new Error(`release ${releaseId} has no outcome`);
    return outcome;
  }

  return {
    ...agent,
    running,
    tried,
    async runs(releaseId, image) {
      await agent.until(
        `release ${releaseId} is committed`,
        (status) => status.committed?.releaseId === releaseId && status.state === 'idle' && !status.backupUnsealed,
      );
      return vi.waitFor(async () => {
        const seen = await settled();
        expect(seen.digests).toContain(image.index);
        return seen;
      }, NEVER_CAME);
    },
    settles: () => vi.waitFor(settled, NEVER_CAME),
    async refuses(releaseId, code, before) {
      const outcome = await tried(releaseId);
      expect(outcome).toMatchObject({ outcome: 'failed', code, serviceGapMs: null });
      expect(await running()).toEqual(before);
      return outcome.detail;
    },
    async looksAtTheChain(times) {
      const sample = 'noderr_agent_chain_readings_total{result="final"}';
      const goal = (await agent.metric(sample)) + times;
      await vi.waitFor(async () => {
        expect(await agent.metric(sample)).toBeGreaterThanOrEqual(goal);
      }, NEVER_CAME);
    },
  };
}
