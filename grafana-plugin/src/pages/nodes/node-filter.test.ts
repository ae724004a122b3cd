import { NodeList } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { nodeList } from '../../../test/fixture/node-answers.ts';
import { makeFleet } from '../../../test/fixture/scenarios.ts';
import { NOW } from '../../testing/seeded-tiers.ts';
import { countBy, filterNodes, isFiltered, parseFilter, versionKey } from './node-filter.ts';
import { formatOrder, nextOrder, parseOrder, sortNodes } from './node-order.ts';

const { nodes } = NodeList.parse(nodeList(makeFleet('guard', NOW), NOW));
const parse = (text: string) => parseFilter(new URLSearchParams(text));

describe('the node filter', () => {
  it('takes the address for what it says and forgets what it does not know', () => {
    expect(parse('tier=ORACLE&place=nonsense&search=12')).toEqual({
      tier: 'ORACLE',
      place: null,
      status: null,
      health: null,
      version: null,
      search: '12',
    });
    expect(isFiltered(parse(''))).toBe(false);
    expect(isFiltered(parse('version=none'))).toBe(true);
    expect(isFiltered(parse('health=unhealthy'))).toBe(true);
    expect(parse('health=splendid').health).toBeNull();
  });

  it('finds by every property together', () => {
    const found = filterNodes(nodes, parse('tier=ORACLE&place=rolledBack'));
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((node) => node.tier === 'ORACLE' && node.place === 'rolledBack')).toBe(true);
  });

  it('knows nothing of the health of a silent node', () => {
    const running = nodeList(makeFleet('running', NOW), NOW).nodes;
    const unknown = filterNodes(running, parse('health=unknown'));
    expect(unknown.length).toBeGreaterThan(0);
    expect(unknown.every((node) => node.place === 'silent')).toBe(true);
    const unhealthy = filterNodes(running, parse('health=unhealthy'));
    expect(unhealthy.length).toBeGreaterThan(0);
    expect(unhealthy.every((node) => !node.healthy && node.place !== 'silent')).toBe(true);
  });

  it('finds by a part of the name or of the id', () => {
    expect(filterNodes(nodes, parse('search=ORACLE-001')).map((node) => node.name)).toEqual(['oracle-001']);
    const id = nodes[5]?.nodeId ?? '';
    expect(filterNodes(nodes, parse(`search=${id.slice(2, 20)}`))).toHaveLength(1);
  });

  it('counts what a chip would find if its own row were not chosen', () => {
    const filter = parse('tier=ORACLE&place=updated');
    const counts = countBy(filterNodes(nodes, filter, 'place'), (node) => node.place);
    expect(counts.get('pending')).toBeGreaterThan(0);
    expect([...counts.values()].reduce((a, b) => a + b, 0)).toBe(700);
  });

  it('has a key for nodes without a version', () => {
    const without = nodes.find((node) => node.version === null);
    expect(without && versionKey(without)).toBe('none');
  });
});

describe('the node order', () => {
  it('reads and writes the address', () => {
    expect(parseOrder('-heard')).toEqual({ key: 'heard', descending: true });
    expect(parseOrder('nonsense')).toEqual({ key: 'name', descending: false });
    expect(formatOrder({ key: 'heard', descending: true })).toBe('-heard');
  });

  it('turns round at the second click', () => {
    expect(nextOrder({ key: 'name', descending: false }, 'name')).toEqual({ key: 'name', descending: true });
    expect(nextOrder({ key: 'name', descending: true }, 'tier')).toEqual({ key: 'tier', descending: false });
  });

  it('sorts versions by number, unknown ones lowest, and ties by name', () => {
    const sorted = sortNodes(nodes, { key: 'version', descending: true });
    expect(sorted[0]?.version).toBe('1.5.0');
    expect(sorted.at(-1)?.version).toBeNull();
    expect(sorted.length).toBe(nodes.length);
  });
});
