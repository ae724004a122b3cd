import { describe, expect, it } from 'vitest';
import { type Running } from './sight.ts';
import { createWatch, type Look } from './watch.ts';

const NODES = [
  { name: 'node-1', nodeId: 'a' },
  { name: 'node-2', nodeId: 'b' },
];
const BOUND_MS = 1000;

function running(nodeId: string, container: string, pid = 1, service = 'node'): Running {
  return { nodeId, service, container, pid };
}

function look(at: number, running: readonly Running[], able: readonly string[] = ['a', 'b']): Look {
  return { at, running, ableNodes: new Set(able) };
}

describe('the watch', () => {
  it('has nothing to say of one container per node and service', () => {
    const watch = createWatch(NODES, BOUND_MS);
    expect(watch.observe(look(0, [running('a', 'x'), running('b', 'y'), running('a', 'z', 2, 'db')]))).toEqual([]);
  });

  it('accuses a double run, once for as long as it lasts', () => {
    const watch = createWatch(NODES, BOUND_MS);
    const both = [running('a', 'old', 7), running('a', 'new', 8), running('b', 'y')];
    const [violation, ...more] = watch.observe(look(5, both));
    expect(violation).toMatchObject({ kind: 'double-run', at: 5, node: 'node-1', containers: ['old', 'new'] });
    expect(violation?.detail).toContain('7, 8');
    expect(more).toEqual([]);
    expect(watch.observe(look(6, both))).toEqual([]);
    expect(watch.observe(look(7, [running('a', 'new', 8), running('b', 'y')]))).toEqual([]);
    expect(watch.observe(look(8, both))).toHaveLength(1);
  });

  it('accuses a second double run after nothing ran in between', () => {
    const watch = createWatch(NODES, BOUND_MS);
    const both = [running('a', 'old', 7), running('a', 'new', 8)];
    expect(watch.observe(look(0, both))).toHaveLength(1);
    expect(watch.observe(look(1, []))).toEqual([]);
    expect(watch.observe(look(2, both))).toHaveLength(1);
  });

  it('accuses two processes of one container', () => {
    const watch = createWatch(NODES, BOUND_MS);
    expect(watch.observe(look(0, [running('a', 'x', 7), running('a', 'x', 8)]))).toHaveLength(1);
  });

  it('accuses a node that runs nothing for too long, once', () => {
    const watch = createWatch(NODES, BOUND_MS);
    const only = [running('b', 'y')];
    watch.observe(look(0, [running('a', 'x'), ...only]));
    expect(watch.observe(look(BOUND_MS, only))).toEqual([]);
    expect(watch.observe(look(BOUND_MS + 1, only))).toMatchObject([{ kind: 'lost-container', node: 'node-1' }]);
    expect(watch.observe(look(BOUND_MS + 2, only))).toEqual([]);
  });

  it('excuses a node while its agent or its daemon is away, and counts from when they are back', () => {
    const watch = createWatch(NODES, BOUND_MS);
    const only = [running('b', 'y')];
    watch.observe(look(0, [running('a', 'x'), ...only]));
    expect(watch.observe(look(5000, only, ['b']))).toEqual([]);
    expect(watch.observe(look(5000 + BOUND_MS, only))).toEqual([]);
    expect(watch.observe(look(5001 + BOUND_MS, only))).toHaveLength(1);
  });

  it('does not miss a node that never ran anything', () => {
    const watch = createWatch(NODES, BOUND_MS);
    watch.observe(look(0, []));
    expect(watch.observe(look(10_000, []))).toEqual([]);
  });
});
