import { describe, expect, it } from 'vitest';
import { cohortOf, type Directive, type Heartbeat, type IntentPreview, type ReleaseId } from '@noderr/protocol';
import { directive } from '@noderr/protocol/testing';
import { type FleetNode } from '../fleet/fleet.ts';
import { fleetNode, heartbeat, outcome, picture, type PictureOver, release } from '../testing/make-picture.ts';
import { intentPreview, type PreviewRequest } from './intent-preview.ts';

const { plan } = release(2);
const cohort = (wanted: number, count: number): number[] => {
  const found: number[] = [];
  for (let n = 1; found.length < count; n += 1) if (cohortOf(fleetNode(n).nodeId, plan) === wanted) found.push(n);
  return found;
};
const [canary = 0, other = 0] = cohort(0, 2);
const [second = 0, third = 0] = cohort(1, 2);

const node = (n: number, over: Partial<Record<keyof Heartbeat, unknown>>): FleetNode =>
  fleetNode(n, { heartbeat: heartbeat(over) });

function preview(
  kind: PreviewRequest['kind'],
  fleet: FleetNode[],
  over: Partial<Directive> = {},
  more: PictureOver = {},
): IntentPreview {
  const shown = picture({ directive: directive(over), fleet, ...more });
  const to = kind === 'rollback' ? (1 as ReleaseId) : null;
  return intentPreview({ kind, tier: 'ALL', to, cohort: kind === 'open' ? 1 : null }, shown);
}

describe('the preview of a rollback', () => {
  const fleet = [
    node(1, { committed: 2, kept: [1] }),
    node(2, { committed: 2 }),
    node(3, { committed: 2, cannotFollow: { releaseId: 1, code: 'backup/missing' } }),
    fleetNode(4, { heartbeat: heartbeat({ committed: 2 }), heardAt: 1 as never }),
    node(5, { committed: 2, state: { name: 'unmanaged', since: 1, reason: 'compose' } }),
    node(6, { committed: 1 }),
  ];

  it('says who is fast, who downloads, who cannot and why, and who stays untouched', () => {
    expect(preview('rollback', fleet)).toMatchObject({
      ...{ fast: 1, download: 1, cannot: 3, untouched: 1, data: 'compatible' },
      cannotReasons: [
        { code: 'backup/missing', nodes: 1 },
        { code: 'silent', nodes: 1 },
        { code: 'unmanaged', nodes: 1 },
      ],
      text: 'Roll back ALL to 1.0.0: 1 node fast (kept container), 1 node must download, 3 nodes cannot (1 backup/missing, 1 silent, 1 unmanaged), 1 node stays untouched. Data: compatible.',
    });
  });

  it('names the strictest data policy on the way', () => {
    const releases = [release(1), release(2, { data: 'restore' })];
    expect(preview('rollback', fleet, {}, { releases }).data).toBe('restore');
  });
});

describe('the preview of an opening', () => {
  it('counts the next cohort alone, and says what the gate would still wait for', () => {
    const fleet = [
      node(canary, {}),
      node(second, { kept: [2] }),
      node(third, { hold: { by: 'operator', until: null } }),
    ];
    const found = preview('open', fleet);
    expect(found).toMatchObject({ fast: 1, download: 0, cannot: 1, untouched: 1 });
    expect(found.text).toContain(
      'The gate would still wait for evidence, first-commit (0 of 1 nodes have an outcome).',
    );
  });
});

describe('the preview of a resume', () => {
  it('counts who starts and tells of the failures that it acknowledges', () => {
    const found = preview(
      'resume',
      [node(canary, {}), node(other, { committed: 2 })],
      { paused: true },
      {
        outcomes: [outcome(canary, { outcome: 'failed', code: 'start/exited' })],
      },
    );
    expect(found).toMatchObject({ download: 1, untouched: 1, data: null });
    expect(found.text).toContain('The failure so far is acknowledged');
  });
});

describe('the preview of a pause', () => {
  it('touches nobody', () => {
    const found = preview('pause', [node(canary, {}), node(other, { committed: 2 })]);
    expect(found).toMatchObject({ fast: 0, download: 0, cannot: 0, untouched: 2 });
    expect(found.text).toBe(
      'Pause ALL 1.1.0: 1 node runs it and stays on it, 0 nodes updating now finish or go back, no other starts.',
    );
  });
});
