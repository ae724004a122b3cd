import { describe, expect, it } from 'vitest';
import { cohortOf, type Directive, type Seq } from '@noderr/protocol';
import { directive } from '@noderr/protocol/testing';
import { fleetNode, heartbeat, picture, type PictureOver, release } from '../testing/make-picture.ts';
import { gateDecision, type GateDecision } from './gate-decision.ts';

const { plan } = release(2);
const canaries: number[] = [];
for (let n = 1; canaries.length < 5; n += 1) if (cohortOf(fleetNode(n).nodeId, plan) === 0) canaries.push(n);

/** So many of five canaries run the target; the delay has passed unless told. */
function decide(updated: number, over: Partial<Directive> = {}, more: PictureOver = {}): GateDecision {
  const fleet = canaries.map((n, i) => fleetNode(n, { heartbeat: heartbeat({ committed: i < updated ? 2 : 1 }) }));
  return gateDecision(picture({ directive: directive(over), fleet, time: 1100, ...more }));
}

describe('the gate', () => {
  it('opens the next cohort when four of five have it', () => {
    expect(decide(4)).toEqual({ kind: 'open', cohort: 1, expectedRollout: 5 });
    expect(decide(3)).toEqual({ kind: 'wait' });
  });

  it('passes an empty cohort', () => {
    expect(decide(0, {}, { fleet: [] }).kind).toBe('open');
  });

  it('waits for the delay, a resume and finality', () => {
    expect(decide(5, {}, { time: 1099 }).kind).toBe('wait');
    expect(decide(5, { paused: true }).kind).toBe('wait');
    expect(decide(5, {}, { latest: directive({ seq: 6 as Seq, paused: true }) }).kind).toBe('wait');
  });

  it('waits while the newest block is not known or the chain is stale', () => {
    expect(decide(5, {}, { latest: null }).kind).toBe('wait');
    expect(decide(5, {}, { chain: { stale: true } }).kind).toBe('wait');
  });

  it('waits while one that was updated is sick', () => {
    const sick = heartbeat({ committed: 2, services: [{ service: 'node', healthy: false, code: 'health/no-peers' }] });
    const fleet = canaries.map((n, i) => fleetNode(n, { heartbeat: i === 0 ? sick : heartbeat({ committed: 2 }) }));
    expect(decide(5, {}, { fleet }).kind).toBe('wait');
  });

  it('has nothing to open in a rollback or after the last cohort', () => {
    expect(decide(5, { openThrough: 4 }).kind).toBe('wait');
    expect(decide(5, { kind: 'rollback', target: 1 as Directive['target'] }).kind).toBe('wait');
  });
});
