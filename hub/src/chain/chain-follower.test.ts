import { describe, expect, it } from 'vitest';
import { type Agreed, type ChainReadings, type ChangesReading, type LatestReading } from '@noderr/beacon';
import { type ChainView, type Hex32, type Release, type ReleaseId, type Seq } from '@noderr/protocol';
import { directive } from '@noderr/protocol/testing';
import { SettableClock } from '../testing/settable-clock.ts';
import { change, hash, release } from '../testing/make-picture.ts';
import { type BeaconSource, createChainFollower } from './chain-follower.ts';
import { tierOf } from './chain-state.ts';
import { type ChainStore, type SeenChange } from './chain-store.ts';

const quorum = { needed: 1, agreeing: 1, endpoints: [] };
const NOW = 1_000_000;

class MemoryStore implements ChainStore {
  readonly kept: SeenChange[] = [];
  readonly releaseRows: Release[] = [];

  identity(): Promise<null> {
    return Promise.resolve(null);
  }
  saveIdentity(): Promise<void> {
    return Promise.resolve();
  }
  changes(): Promise<SeenChange[]> {
    return Promise.resolve(this.kept);
  }
  releases(): Promise<Release[]> {
    return Promise.resolve(this.releaseRows);
  }
  save(_tier: string, changes: readonly SeenChange[], releases: readonly Release[]): Promise<void> {
    this.kept.push(...changes);
    this.releaseRows.push(...releases);
    return Promise.resolve();
  }
}

/** A chain of one tier that a test writes. */
class ScriptedBeacon implements BeaconSource {
  history: SeenChange[] = [];
  /** How many of the changes are final; the newest block has all. */
  final = 0;
  problem: ChainReadings | null = null;
  block = 100;

  readViews(): Promise<ChainReadings> {
    if (this.problem) return Promise.resolve(this.problem);
    return Promise.resolve({ kind: 'final', ...this.#agreed(this.final) });
  }
  readLatest(): Promise<LatestReading> {
    const agreed = this.#agreed(this.history.length);
    const [view] = agreed.views;
    if (!view) throw new Error('no view');
    return Promise.resolve({ kind: 'latest', view, ...agreed });
  }
  changes(_tier: string, from: number): Promise<ChangesReading> {
    const changes = this.history.slice(0, this.final).filter((one) => one.block.number >= from);
    return Promise.resolve({
      kind: 'final',
      changes,
      through: { number: this.block, hash: hash(0), time: 1 as never },
      quorum,
    });
  }
  readRelease(_tier: string, id: ReleaseId): ReturnType<BeaconSource['readRelease']> {
    const block = { number: this.block, hash: hash(0), time: 1 as never };
    return Promise.resolve({ kind: 'final', release: release(id), block, quorum });
  }

  #agreed(count: number): Agreed {
    const now = this.history[count - 1]?.directive ?? directive({ seq: 0 as Seq, rolloutId: 0 as Seq, kind: 'none' });
    const block = { number: this.block, hash: hash(0), time: 1100 as never };
    const view = {
      ...{ chainId: 1, beacon: `0x${'0'.repeat(40)}`, deploymentBlockHash: hash(1), block, current: 0, directive: now },
      ...{ target: null, baseline: null, targetStones: [], baselineStones: [], descent: 'compatible' },
    } as unknown as ChainView;
    const deployment = {
      chainId: 1,
      beacon: view.beacon,
      deploymentBlock: 1,
      deploymentBlockHash: hash(1),
      codeHash: hash(2),
    };
    return { views: [view], block, deployment, quorum };
  }
}

function setUp(): {
  beacon: ScriptedBeacon;
  store: MemoryStore;
  clock: SettableClock;
  follower: ReturnType<typeof createChainFollower>;
  tick: () => Promise<void>;
} {
  const beacon = new ScriptedBeacon();
  const store = new MemoryStore();
  const clock = new SettableClock(NOW);
  const logger = { info: () => undefined, warn: () => undefined };
  const follower = createChainFollower({ tiers: ['ALL'], graceMs: 10_000 }, { beacon, store, clock, logger });
  return { beacon, store, clock, follower, tick: () => follower.tick(new AbortController().signal) };
}

const heads = (n: number): { seq: Seq; headHash: Hex32; previousHash: Hex32 } => ({
  seq: n as Seq,
  headHash: hash(n),
  previousHash: hash(n - 1),
});
const published = change({ action: 'publish', subject: 1, ...heads(1), target: 1 as ReleaseId });
const paused = change({ action: 'pause', ...heads(2), target: 1 as ReleaseId, paused: true, time: 1090 });

describe('the follower of the chain', () => {
  it('takes over what is final, with its releases, and knows what is not yet', async () => {
    const { beacon, store, follower, tick } = setUp();
    beacon.history = [published, paused];
    beacon.final = 1;
    await tick();
    const tier = tierOf(follower.state(), 'ALL');
    expect(tier.directive?.seq).toBe(1);
    expect(tier.latest?.directive.paused).toBe(true);
    expect([...tier.releases.keys()]).toEqual([1]);
    expect(store.kept).toHaveLength(1);
    expect(follower.state()).toMatchObject({ stale: false, problem: '' });
  });

  it('remembers when it first saw a change, and reckons it for one that it never saw before it was final', async () => {
    const { beacon, store, clock, tick } = setUp();
    beacon.history = [published, paused];
    beacon.final = 1;
    await tick();
    clock.advance(60_000);
    beacon.final = 2;
    await tick();
    expect(store.kept.map(({ seenAt }) => seenAt)).toEqual([NOW - (1100 - 1001) * 1000, NOW]);
  });

  it('goes on after a restart from what was stored', async () => {
    const { beacon, store, follower, tick } = setUp();
    store.kept.push(published);
    store.releaseRows.push(release(1));
    beacon.history = [published, paused];
    beacon.final = 2;
    await follower.load();
    expect(tierOf(follower.state(), 'ALL').directive?.seq).toBe(1);
    expect(follower.state().stale).toBe(true);
    await tick();
    expect(store.kept.map(({ directive: { seq } }) => seq)).toEqual([1, 2]);
  });

  it('keeps what it knows and becomes stale when readings fail for longer than the grace time', async () => {
    const { beacon, clock, follower, tick } = setUp();
    beacon.history = [published];
    beacon.final = 1;
    await tick();
    beacon.problem = { kind: 'unavailable', code: 'chain/no-quorum', message: 'nobody answers', quorum };
    clock.advance(5_000);
    await tick();
    expect(follower.state()).toMatchObject({ stale: false, problem: 'nobody answers' });
    clock.advance(6_000);
    await tick();
    expect(follower.state()).toMatchObject({ stale: true });
    expect(tierOf(follower.state(), 'ALL').directive?.seq).toBe(1);
    beacon.problem = null;
    await tick();
    expect(follower.state()).toMatchObject({ stale: false, problem: '' });
  });

  it('becomes stale at once when the contract is another one', async () => {
    const { beacon, follower, tick } = setUp();
    await tick();
    beacon.problem = { kind: 'mismatch', code: 'chain/wrong-code', quorum };
    await tick();
    expect(follower.state()).toMatchObject({ stale: true, problem: expect.stringContaining('code') as string });
  });

  it('does not take over a final state that contradicts what was final, and heals when it agrees again', async () => {
    const { beacon, store, follower, tick } = setUp();
    beacon.history = [published, paused];
    beacon.final = 2;
    await tick();
    const other = change({ action: 'resume', ...heads(2), headHash: hash(99), target: 1 as ReleaseId });
    beacon.history = [published, other];
    await tick();
    expect(follower.state()).toMatchObject({
      stale: true,
      problem: expect.stringContaining('another content') as string,
    });
    expect(tierOf(follower.state(), 'ALL').directive?.paused).toBe(true);
    expect(store.kept).toHaveLength(2);
    beacon.history = [published, paused];
    await tick();
    expect(follower.state().stale).toBe(false);
  });

  it('does not take over a history with a gap', async () => {
    const { beacon, store, follower, tick } = setUp();
    beacon.history = [published, paused];
    beacon.final = 2;
    beacon.changes = () =>
      Promise.resolve({
        kind: 'final',
        changes: [paused],
        through: { number: 1, hash: hash(0), time: 1 as never },
        quorum,
      });
    await tick();
    expect(follower.state()).toMatchObject({ stale: true, problem: expect.stringContaining('do not lead') as string });
    expect(store.kept).toEqual([]);
  });
});
