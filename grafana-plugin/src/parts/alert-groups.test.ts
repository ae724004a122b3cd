import { type AlertView, type Ms, type NodeId } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { byUrgency, groupAlerts } from './alert-groups.ts';

function alert(name: string, startsAt: number, over: Partial<AlertView> = {}): AlertView {
  return {
    ...{ fingerprint: `${name}${startsAt}`, name, severity: 'warning', status: 'firing', tier: 'ORACLE', nodeId: null },
    ...{ service: '', summary: `${name} since ${startsAt}`, startsAt: startsAt as Ms, endsAt: null, pauses: false },
    ...over,
  };
}

describe('alerts in a list', () => {
  it('have those first that fire, of these the most urgent, of these the newest', () => {
    const ended = alert('Ended', 99, { status: 'resolved', severity: 'critical' });
    const list = [ended, alert('Old', 1), alert('New', 2), alert('Worst', 0, { severity: 'critical' })];
    expect(list.sort(byUrgency).map(({ name }) => name)).toEqual(['Worst', 'New', 'Old', 'Ended']);
  });
});

describe('alerts of a tier', () => {
  it('are one mark a name, with how many and since when', () => {
    const [a, b] = ['a', 'b'] as NodeId[];
    expect(
      groupAlerts([alert('NodeDown', 20, { nodeId: a ?? null }), alert('NodeDown', 10, { nodeId: b ?? null })]),
    ).toEqual([
      { name: 'NodeDown', severity: 'warning', count: 2, since: 10, summary: 'NodeDown since 10', nodeId: null },
    ]);
  });

  it('have the most urgent first, then what fires longest', () => {
    const groups = groupAlerts([alert('B', 2), alert('A', 3), alert('C', 9, { severity: 'critical' })]);
    expect(groups.map(({ name }) => name)).toEqual(['C', 'B', 'A']);
  });

  it('have the worst severity of their name', () => {
    expect(groupAlerts([alert('A', 1), alert('A', 2, { severity: 'critical' })])[0]?.severity).toBe('critical');
  });

  it('name the node where it is one', () => {
    const nodeId = 'a' as NodeId;
    expect(groupAlerts([alert('A', 1, { nodeId }), alert('A', 2, { nodeId })])[0]?.nodeId).toBe(nodeId);
    expect(groupAlerts([])).toEqual([]);
  });
});
