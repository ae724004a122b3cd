import { type Ms, type NodeTier } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { TestNode } from '../testing/test-node.ts';
import { createLiveFleet } from './live-fleet.ts';
import { isExpected, isSilent, nodeStatus } from './node-liveness.ts';

const at = (value: number): Ms => value as Ms;
const tier: NodeTier = 'ALL';

function enrolled(node: TestNode): Parameters<ReturnType<typeof createLiveFleet>['put']>[0] {
  const unheard = { suspended: null, heartbeat: null, heardAt: null, upSince: null };
  return { nodeId: node.nodeId, name: 'n', tier, enrolledAt: at(1), ...unheard };
}

describe('the live fleet', () => {
  it('keeps the newest heartbeat of an enrolled node', () => {
    const node = new TestNode('a');
    const fleet = createLiveFleet([], at(0));
    const [first, second] = [node.heartbeat(), node.heartbeat()];
    expect(fleet.hear(node.nodeId, first, at(10))).toBe(false);
    fleet.put(enrolled(node));
    expect(fleet.hear(node.nodeId, second, at(20))).toBe(true);
    expect(fleet.hear(node.nodeId, first, at(30))).toBe(false);
    expect(fleet.hear(node.nodeId, second, at(40))).toBe(false);
    expect(fleet.get(node.nodeId)).toMatchObject({ heartbeat: second, heardAt: 20, upSince: 20 });
  });

  it('counts the uptime from the last silence', () => {
    const node = new TestNode('a');
    const fleet = createLiveFleet([enrolled(node)], at(0));
    fleet.hear(node.nodeId, node.heartbeat(), at(1_000));
    fleet.hear(node.nodeId, node.heartbeat(), at(36_000));
    expect(fleet.get(node.nodeId)?.upSince).toBe(1_000);
    fleet.hear(node.nodeId, node.heartbeat(), at(72_000));
    expect(fleet.get(node.nodeId)?.upSince).toBe(72_000);
  });

  it('does not take its own absence for a silence of the same run of an agent', () => {
    const node = new TestNode('a');
    const heard = { ...enrolled(node), heartbeat: node.heartbeat(), heardAt: at(1_000), upSince: at(500) };
    const restarted = createLiveFleet([heard], at(100_000));
    restarted.hear(node.nodeId, node.heartbeat(), at(101_000));
    expect(restarted.get(node.nodeId)?.upSince).toBe(500);
  });

  it('hands out what is unsaved once, and again when saving failed', () => {
    const node = new TestNode('a');
    const fleet = createLiveFleet([enrolled(node)], at(0));
    fleet.hear(node.nodeId, node.heartbeat(), at(1));
    fleet.hear(node.nodeId, node.heartbeat(), at(2));
    const taken = fleet.takeUnsaved();
    expect(taken).toMatchObject([{ heardAt: 2 }]);
    expect(fleet.takeUnsaved()).toEqual([]);
    fleet.returnUnsaved(taken);
    expect(fleet.takeUnsaved()).toHaveLength(1);
    fleet.returnUnsaved(taken);
    fleet.remove(node.nodeId);
    expect(fleet.takeUnsaved()).toEqual([]);
    expect(fleet.list()).toEqual([]);
  });
});

describe('a node', () => {
  it('is silent when it was not heard for 35 s', () => {
    expect(isSilent({ heardAt: null }, at(0))).toBe(true);
    expect(isSilent({ heardAt: at(1_000) }, at(36_000))).toBe(false);
    expect(isSilent({ heardAt: at(1_000) }, at(36_001))).toBe(true);
  });

  it('is active, inactive or suspended, and expected unless suspended', () => {
    const suspended = { at: at(1), reason: '' };
    expect(nodeStatus({ heardAt: at(1), suspended: null }, at(2))).toBe('active');
    expect(nodeStatus({ heardAt: null, suspended: null }, at(2))).toBe('inactive');
    expect(nodeStatus({ heardAt: at(1), suspended }, at(2))).toBe('suspended');
    expect([isExpected({ suspended: null }), isExpected({ suspended })]).toEqual([true, false]);
  });
});
