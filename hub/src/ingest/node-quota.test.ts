import { type NodeId } from '@noderr/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { SettableClock } from '../testing/settable-clock.ts';
import { createNodeQuota, type NodeQuota } from './node-quota.ts';

const NODE = 'a' as NodeId;
const OTHER = 'b' as NodeId;

let clock: SettableClock;
let quota: NodeQuota;
beforeEach(() => {
  clock = new SettableClock(1_000_000);
  quota = createNodeQuota({ bytes: 1_000, samples: 100, lines: 10 }, clock);
});

describe('the quota of a node', () => {
  it('lets a node go on within its rate', () => {
    for (let second = 0; second < 600; second += 1) {
      expect(quota.waitS(NODE, 'live')).toBe(0);
      quota.charge(NODE, { bytes: 999, samples: 99 });
      clock.advance(1_000);
    }
    expect(quota.waitS(NODE, 'backlog')).toBe(0);
  });

  it('refuses the backlog before what happens now', () => {
    quota.charge(NODE, { samples: 1_500 });
    expect(quota.waitS(NODE, 'backlog')).toBe(5);
    expect(quota.waitS(NODE, 'live')).toBe(0);
    quota.charge(NODE, { samples: 5_000 });
    expect(quota.waitS(NODE, 'live')).toBe(5);
    clock.advance(5_000);
    expect(quota.waitS(NODE, 'live')).toBe(0);
    expect(quota.waitS(NODE, 'backlog')).toBe(50);
  });

  it('counts what costs most', () => {
    quota.charge(NODE, { bytes: 1_000, lines: 200 });
    expect(quota.waitS(NODE, 'backlog')).toBe(10);
  });

  it('is each node’s own', () => {
    quota.charge(NODE, { lines: 10_000 });
    expect(quota.waitS(OTHER, 'backlog')).toBe(0);
  });

  it('is the same after the clock was set back', () => {
    quota.charge(NODE, { samples: 6_200 });
    clock.advance(-900_000);
    expect(quota.waitS(NODE, 'live')).toBe(2);
    clock.advance(2_000);
    expect(quota.waitS(NODE, 'live')).toBe(0);
  });

  it('saves nothing up while a node is quiet', () => {
    clock.advance(3_600_000);
    quota.charge(NODE, { samples: 6_200 });
    expect(quota.waitS(NODE, 'live')).toBe(2);
  });
});
