import { describe, expect, it } from 'vitest';
import { type Ms, type ReleaseId, type RolloutNode, type Seq } from '@noderr/protocol';
import { directive } from '@noderr/protocol/testing';
import { fleetNode, heartbeat, NOW, outcome } from '../testing/make-picture.ts';
import { rolloutNodeOf } from './rollout-node-of.ts';

const presence = { now: NOW, since: 0 as Ms };
const attempt = {
  id: '11111111-1111-4111-8111-111111111111',
  ...{ from: 1, to: 2, rolloutId: 5, seq: 5, startedAt: NOW },
};

function of(over: Parameters<typeof heartbeat>[0], more: Parameters<typeof fleetNode>[1] = {}): RolloutNode {
  return rolloutNodeOf(fleetNode(1, { heartbeat: heartbeat(over), ...more }), null, directive(), presence);
}

describe('a node in its tier’s rollout', () => {
  it('is updating only in an attempt of the present rollout', () => {
    expect(of({ state: { name: 'downloading', since: NOW, attempt } }).updating).toBe(true);
    const older = { ...attempt, rolloutId: 4 };
    expect(of({ state: { name: 'downloading', since: NOW, attempt: older } }).updating).toBe(false);
    expect(of({}).updating).toBe(false);
  });

  it('that is stuck has failed, though it may never say so', () => {
    const stuck = of({ state: { name: 'stuck', since: NOW, code: 'start/exited', attempt } });
    expect(stuck).toMatchObject({ updating: false, outcome: { outcome: 'failed', code: 'start/exited', to: 2 } });
  });

  it('is silent after 35 s, but not before the hub could have heard it', () => {
    const silent = fleetNode(1, { heardAt: (NOW - 35_001) as Ms });
    expect(rolloutNodeOf(silent, null, directive(), presence).silent).toBe(true);
    expect(rolloutNodeOf(silent, null, directive(), { now: NOW, since: (NOW - 1000) as Ms }).silent).toBe(false);
    expect(of({}).silent).toBe(false);
  });

  it('takes the times of outcomes from the hub’s clock', () => {
    const told = outcome(1, { at: 1 as Ms, receivedAt: NOW });
    expect(rolloutNodeOf(fleetNode(1), told, directive(), presence).outcome?.at).toBe(NOW);
  });

  it('is held by its operator, not by the hub', () => {
    expect(of({ hold: { by: 'operator', until: null } }).held).toBe(true);
    expect(of({ hold: { by: 'hub', until: null } }).held).toBe(false);
  });

  it('cannot follow only if it is the present target that it cannot reach', () => {
    const code = 'backup/missing';
    expect(of({ cannotFollow: { releaseId: 2, code } }).cannotFollow).toBe(true);
    expect(of({ cannotFollow: { releaseId: 1, code } }).cannotFollow).toBe(false);
  });

  it('that was never heard runs nothing', () => {
    const silent = rolloutNodeOf(fleetNode(1, { heartbeat: null, heardAt: null }), null, directive(), presence);
    expect(silent).toMatchObject({ committed: 0 as ReleaseId, silent: true, unhealthy: false });
    expect(directive().rolloutId).toBe(5 as Seq);
  });
});
