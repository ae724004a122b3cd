import { describe, expect, it } from 'vitest';
import { NodeListQuery, type NodeSummary } from '@noderr/protocol';
import { fleetNode, heartbeat, picture } from '../testing/make-picture.ts';
import { nodeSummary, pickNodes } from './node-summary.ts';

const shown = picture({
  fleet: [
    fleetNode(1),
    fleetNode(2, { name: 'Berlin', heartbeat: heartbeat({ committed: 2 }) }),
    fleetNode(3, { name: 'Bern', suspended: { at: 1 as never, reason: 'repair' } }),
    fleetNode(4, { heartbeat: null, heardAt: null }),
  ],
});
const rows: NodeSummary[] = shown.nodes.map((node) => nodeSummary(node, shown));
const names = (query: Record<string, unknown>): string[] =>
  pickNodes(rows, NodeListQuery.parse(query)).nodes.map(({ name }) => name);

describe('the node list', () => {
  it('filters by place, status, version, and by a part of name or id', () => {
    expect(names({})).toHaveLength(4);
    expect(names({ place: 'updated' })).toEqual(['Berlin']);
    expect(names({ status: 'suspended' })).toEqual(['Bern']);
    expect(names({ version: '1.1.0' })).toEqual(['Berlin']);
    expect(names({ version: 'none' })).toEqual(['node-4']);
    expect(names({ search: 'BER' })).toEqual(['Berlin', 'Bern']);
    expect(names({ search: '0002' })).toEqual(['Berlin']);
    expect(names({ tier: 'ORACLE' })).toEqual([]);
  });

  it('is paged by the last id', () => {
    const first = pickNodes(rows, NodeListQuery.parse({ limit: 3 }));
    expect(first).toMatchObject({ total: 4, nextCursor: rows[2]?.nodeId });
    const second = pickNodes(rows, NodeListQuery.parse({ limit: 3, cursor: first.nextCursor }));
    expect(second.nodes.map(({ name }) => name)).toEqual(['node-4']);
    expect(second.nextCursor).toBeNull();
  });
});
