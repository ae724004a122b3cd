import { type Hex32, type Outcome } from '@noderr/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { RuntimeFault } from '../runtime/runtime-fault.ts';
import { FakeChainReader } from '../testing/fake-chain-reader.ts';
import { digestOf, SAMPLE_NODE, sampleRelease, sampleTemplate, sampleView } from '../testing/sample-chain.ts';
import { TestNode, type TestProcess } from '../testing/test-node.ts';
import { AttemptFault } from './attempt-fault.ts';
import { isInAttempt } from './machine-state.ts';

const rolledBackTo1 = sampleView({
  ...{ kind: 'rollback', target: sampleRelease({ id: 1 }), baseline: sampleRelease({ id: 1 }), withdrawn: 2 },
  ...{ seq: 3, current: 2, descent: 'compatible' },
});

/** A node on release 1 whose chain wants release 2. */
async function nodeBeforeUpdate(
  data: 'compatible' | 'restore' = 'compatible',
  services = ['oracle'],
): Promise<TestNode> {
  const chain = new FakeChainReader(sampleView({ target: sampleRelease({ id: 1, services }) }));
  const node = new TestNode(
    chain,
    services.map((service) => sampleTemplate(service)),
  );
  await node.start().settle();
  node.chain.view = sampleView({ target: sampleRelease({ id: 2, data, services }), seq: 2, current: 1 });
  return node;
}

function runningDigests(node: TestNode): (Hex32 | null)[] {
  return node.world.running().map(({ status }) => status.imageDigest);
}

function lastOutcome(node: TestNode): { outcome: Outcome; code: string | null } | undefined {
  const last = node.outcomes().at(-1);
  return last && { outcome: last.outcome, code: last.code };
}

/** Calls `act` as soon as the journal has entered a state. */
function when(process: TestProcess, name: string, act: () => void): void {
  const { journal } = process;
  const write = journal.write.bind(journal);
  let done = false;
  journal.write = (change) => {
    const memory = write(change);
    if (!done && memory.state.name === name) {
      done = true;
      act();
    }
    return memory;
  };
}

describe('an attempt before the stop', () => {
  let node: TestNode;
  beforeEach(async () => {
    node = await nodeBeforeUpdate();
  });

  async function endsWith(process: TestProcess, code: string): Promise<void> {
    const before = node.world.running().map(({ status }) => status.id);
    await process.settle();
    expect(lastOutcome(node)).toEqual({ outcome: 'failed', code });
    expect(node.world.running().map(({ status }) => status.id)).toEqual(before);
  }

  it('is refused where its backup would stop the node for too long', async () => {
    const process = node.start();
    process.backups.estimated = { bytes: 1e9, durationMs: 60_001 };
    await endsWith(process, 'disk/backup-too-large');
  });

  it('is refused where there is too little space', async () => {
    node.world.freeBytes = 2.1 * (1000 + 1000) - 1;
    await endsWith(node.start(), 'disk/full');
  });

  it('is refused where it could not be written down to its end', async () => {
    node.stateDiskFull = true;
    await endsWith(node.start(), 'disk/full');
  });

  it('says what a fault of no code of ours was', async () => {
    const process = node.start();
    process.runtime.pull = () => Promise.reject(Object.assign(new Error('no route'), { code: 'EHOSTUNREACH' }));
    await endsWith(process, 'docker/failed');
  });

  it('is refused where the template names other services', async () => {
    node.chain.view = sampleView({
      target: sampleRelease({ id: 2, services: ['oracle', 'feed'] }),
      seq: 2,
      current: 1,
    });
    await endsWith(node.start(), 'template/mismatch');
    expect(node.outcomes().at(-1)?.detail).toBe('no template for feed');
    node.chain.view = sampleView({ target: sampleRelease({ id: 3, services: ['feed'] }), seq: 3, current: 1 });
    await endsWith(node.start(), 'template/mismatch');
    expect(node.outcomes().at(-1)?.detail).toBe('no template for feed; not in the release: oracle');
  });

  it('ends without a word in the failure memory when it is called off', async () => {
    const process = node.start();
    when(process, 'downloading', () => {
      process.calledOff.abort(new AttemptFault('superseded', 'the chain has moved on'));
    });
    await process.ticker.tick(process.closing.signal);
    expect(lastOutcome(node)).toEqual({ outcome: 'aborted', code: 'superseded' });
    expect(process.journal.memory.node.failed).toEqual({});
  });
});

describe('an attempt whose agent is told to end', () => {
  async function closingIn(state: string, data: 'compatible' | 'restore' = 'compatible'): Promise<TestNode> {
    const node = await nodeBeforeUpdate(data);
    const process = node.start();
    when(process, state, () => {
      process.closing.abort(new Error('the agent was stopped'));
    });
    await process.ticker.tick(new AbortController().signal);
    return node;
  }

  it.each(['verifying', 'backing-up', 'swapping'])('brings the old set back first: %s', async (state) => {
    const node = await closingIn(state);
    expect(lastOutcome(node)).toEqual({ outcome: 'aborted', code: 'interrupted' });
    expect(runningDigests(node)).toEqual([digestOf(1)]);
  });

  it('leaves a new set that proves its health as it is, for the next agent to go on', async () => {
    const node = await closingIn('validating');
    expect(node.memory?.state.name).toBe('validating');
    expect(runningDigests(node)).toEqual([digestOf(2)]);
    await node.start().settle();
    expect(lastOutcome(node)).toEqual({ outcome: 'committed', code: null });
  });

  it('leaves it also in the middle of a check', async () => {
    const node = await nodeBeforeUpdate();
    const process = node.start();
    node.sick.has = () => {
      if (process.journal.memory.state.name === 'validating') process.closing.abort(new Error('the agent was stopped'));
      return false;
    };
    await process.ticker.tick(new AbortController().signal);
    expect(node.memory?.state.name).toBe('validating');
    expect(runningDigests(node)).toEqual([digestOf(2)]);
  });

  it('does not wait for a rollback that is hindered', async () => {
    const node = await nodeBeforeUpdate();
    node.sick.add(digestOf(2));
    const process = node.start();
    when(process, 'rolling-back', () => {
      process.runtime.failing.set('list', new RuntimeFault('docker/unreachable', 'no answer'));
      process.closing.abort(new Error('the agent was stopped'));
    });
    await process.ticker.tick(new AbortController().signal);
    expect(node.memory?.state.name).toBe('rolling-back');
    await node.start().settle();
    expect(lastOutcome(node)?.outcome).toBe('rolled-back');
  });
});

describe('a way back', () => {
  it('stops and removes a container of the attempt that the memory does not know', async () => {
    const node = await nodeBeforeUpdate();
    node.sick.add(digestOf(2));
    const process = node.start();
    when(process, 'rolling-back', () => {
      const { state } = process.journal.memory;
      if (!isInAttempt(state)) throw new Error('no attempt');
      const template = { ...sampleTemplate('ghost'), containerName: 'ghost' };
      const labels = { nodeId: SAMPLE_NODE, service: 'ghost', releaseId: null, data: 'compatible' } as const;
      const { id } = node.world.create({
        ...{ name: 'ghost', template, restartPolicy: 'no', volumes: new Map() },
        image: { host: '', repository: 'noderr/ghost', digest: digestOf(2, 5) },
        labels: { ...labels, attemptId: state.attempt.id },
      });
      const ghost = node.world.containers.get(id);
      if (ghost) ghost.status.state = 'running';
    });
    await process.settle();
    expect([...node.world.containers.values()].map(({ status }) => status.name)).toEqual(['node-oracle']);
    expect(lastOutcome(node)?.outcome).toBe('rolled-back');
  });

  it('is told as failed where the old set is worse than it was before', async () => {
    const node = await nodeBeforeUpdate();
    node.sick.add(digestOf(2));
    const process = node.start();
    when(process, 'rolling-back', () => node.sick.add(digestOf(1)));
    await process.ticker.tick(process.closing.signal);
    expect(lastOutcome(node)).toEqual({ outcome: 'failed', code: 'health/http-status' });
    expect(node.outcomes().at(-1)?.detail).toMatch(/^the old set runs but is worse than before/);
    expect(node.memory?.state.name).toBe('idle');
  });

  it('asks nothing of an old set that did not run before', async () => {
    const node = await nodeBeforeUpdate();
    node.sick.add(digestOf(2));
    for (const { status } of node.world.running()) status.state = 'exited';
    const process = node.start();
    process.runtime.failing.set('start', new RuntimeFault('docker/failed', 'no space'));
    when(process, 'swapping', () => {
      process.runtime.failing.clear();
    });
    await process.ticker.tick(process.closing.signal);
    expect(lastOutcome(node)).toEqual({ outcome: 'rolled-back', code: 'health/http-status' });
    expect(node.outcomes().at(-1)?.serviceGapMs).not.toBeNull();
  });

  it('is taken where the data could not be saved: the update fails, the old set runs on', async () => {
    const node = await nodeBeforeUpdate();
    const process = node.start();
    process.backups.create = () => Promise.reject(Object.assign(new Error('no room'), { code: 'backup/failed' }));
    await process.ticker.tick(process.closing.signal);
    expect(lastOutcome(node)).toEqual({ outcome: 'failed', code: 'backup/failed' });
    expect(runningDigests(node)).toEqual([digestOf(1)]);
  });

  it('makes an old container anew that is gone', async () => {
    const node = await nodeBeforeUpdate();
    node.sick.add(digestOf(2));
    const process = node.start();
    when(process, 'backing-up', () => {
      for (const [id, { status }] of node.world.containers) {
        if (status.name === 'node-oracle') node.world.containers.delete(id);
      }
    });
    await process.settle();
    expect(lastOutcome(node)?.outcome).toBe('rolled-back');
    expect(runningDigests(node)).toEqual([digestOf(1)]);
  });

  it('that cannot start the old set in time leaves the node stuck, and a later try brings it back', async () => {
    const node = await nodeBeforeUpdate();
    node.sick.add(digestOf(2));
    const process = node.start();
    when(process, 'rolling-back', () => {
      process.runtime.failing.set('start', new RuntimeFault('docker/failed', 'no space'));
    });
    await process.ticker.tick(process.closing.signal);
    expect(node.memory?.state).toMatchObject({ name: 'stuck', code: 'docker/failed', restore: null });
    expect(lastOutcome(node)).toEqual({ outcome: 'failed', code: 'health/http-status' });
    await process.ticker.tick(process.closing.signal);
    expect(node.memory?.state).toMatchObject({ name: 'stuck', tries: 1 });
    await process.ticker.tick(process.closing.signal);
    expect(node.memory?.state).toMatchObject({ name: 'stuck', tries: 2 });
    process.runtime.failing.clear();
    await process.settle();
    expect(node.memory?.state.name).toBe('idle');
    expect(runningDigests(node)).toEqual([digestOf(1)]);
  });
});

describe('the next attempt', () => {
  it('waits until the backup of the last one is sealed', async () => {
    const node = await nodeBeforeUpdate();
    const process = node.start();
    process.backups.unsealable = true;
    await process.settle();
    expect(lastOutcome(node)).toEqual({ outcome: 'committed', code: null });
    node.chain.view = sampleView({ target: sampleRelease({ id: 3 }), seq: 3, current: 2 });
    await process.settle();
    expect(node.memory?.unsealed).not.toBeNull();
    expect(runningDigests(node)).toEqual([digestOf(2)]);
    process.backups.unsealable = false;
    await process.settle();
    expect(node.memory?.unsealed).toBeNull();
    expect(runningDigests(node)).toEqual([digestOf(3)]);
  });

  it('down waits while a quorum sees the tier paused', async () => {
    const node = await nodeBeforeUpdate();
    const process = node.start();
    await process.settle();
    node.chain.view = rolledBackTo1;
    node.chain.pausedAtLatest = true;
    await process.settle();
    expect(runningDigests(node)).toEqual([digestOf(2)]);
    node.chain.pausedAtLatest = false;
    await process.settle();
    expect(runningDigests(node)).toEqual([digestOf(1)]);
  });

  it('follows a rollback that a quorum sees at latest, and keeps in mind only what is final', async () => {
    const node = await nodeBeforeUpdate();
    const process = node.start();
    await process.settle();
    node.chain.emergencyView = rolledBackTo1;
    await process.settle();
    expect(runningDigests(node)).toEqual([digestOf(1)]);
    expect(node.outcomes().at(-1)).toMatchObject({ outcome: 'committed', from: 2, to: 1, seq: 3 });
    expect(node.memory?.node).toMatchObject({ committed: 1, seq: 2 });
  });
});
