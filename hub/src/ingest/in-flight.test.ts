import { type Lane, type NodeId } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { createInFlight, type InFlight } from './in-flight.ts';

const node = (n: number): NodeId => `node-${n}` as NodeId;

/** How many requests of as many nodes find a place. */
function fill(inFlight: InFlight, lane: Lane, bytes: number): number {
  let places = 0;
  while (places < 10_000 && inFlight.enter(node(places), lane, bytes)) places += 1;
  return places;
}

describe('what is under way', () => {
  it('is bounded in number, less for the backlog, and live ones find room beside it', () => {
    const inFlight = createInFlight();
    expect(fill(inFlight, 'backlog', 1)).toBe(8);
    expect([inFlight.hasRoom('backlog'), inFlight.hasRoom('live')]).toEqual([false, true]);
    expect(fill(inFlight, 'live', 1)).toBe(248);
    expect(inFlight.hasRoom('live')).toBe(false);
  });

  it('is bounded in bytes', () => {
    expect(fill(createInFlight(), 'live', 1024 * 1024)).toBe(64);
  });

  it('is bounded for each node', () => {
    const inFlight = createInFlight();
    for (let i = 0; i < 6; i += 1) expect(inFlight.enter(node(1), 'live', 1)).not.toBeNull();
    expect(inFlight.enter(node(1), 'live', 1)).toBeNull();
    expect(inFlight.enter(node(2), 'live', 1)).not.toBeNull();
  });

  it('gets a place back once, however often it is given back', () => {
    const inFlight = createInFlight();
    const leaves = Array.from({ length: 6 }, () => inFlight.enter(node(1), 'live', 1));
    leaves[0]?.();
    leaves[0]?.();
    expect(inFlight.enter(node(1), 'live', 1)).not.toBeNull();
    expect(inFlight.enter(node(1), 'live', 1)).toBeNull();
  });
});
