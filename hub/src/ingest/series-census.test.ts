import { type NodeId } from '@noderr/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { SettableClock } from '../testing/settable-clock.ts';
import { createSeriesCensus, type SeriesCensus, SPAN_MS } from './series-census.ts';

const NODE = 'a' as NodeId;

let clock: SettableClock;
let census: SeriesCensus;
beforeEach(() => {
  clock = new SettableClock(10 * SPAN_MS);
  census = createSeriesCensus(3, clock);
});

describe('the census of a node’s series', () => {
  it('takes the same ones again and again, and no more than it may', () => {
    expect(census.admit(NODE, [1, 2, 3])).toBe(true);
    expect(census.admit(NODE, [3, 2, 1, 1])).toBe(true);
    expect(census.admit(NODE, [4])).toBe(false);
    expect(census.admit('b' as NodeId, [4])).toBe(true);
  });

  it('counts none of a batch that it refuses', () => {
    expect(census.admit(NODE, [1, 2, 3, 4])).toBe(false);
    expect(census.admit(NODE, [5, 6, 7])).toBe(true);
  });

  it('counts one that comes twice in a batch once', () => {
    expect(census.admit(NODE, [1, 1, 2, 2, 3, 3])).toBe(true);
  });

  it('forgets what was not seen for one to two spans', () => {
    census.admit(NODE, [1, 2, 3]);
    clock.advance(SPAN_MS);
    expect(census.admit(NODE, [1])).toBe(true);
    expect(census.admit(NODE, [4])).toBe(false);
    clock.advance(SPAN_MS);
    expect(census.admit(NODE, [4, 5])).toBe(true);
    expect(census.admit(NODE, [6])).toBe(false);
  });

  it('forgets all after a long silence', () => {
    census.admit(NODE, [1, 2, 3]);
    clock.advance(2 * SPAN_MS);
    expect(census.admit(NODE, [4, 5, 6])).toBe(true);
  });
});
