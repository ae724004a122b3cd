import { randomUUID } from 'node:crypto';
import { cohortOf, type Hex32, Intent, type Plan, type TierCard } from '@noderr/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { armTierIn } from '../../src/cli/arm-tier.ts';
import { type TestNode } from '../../src/testing/test-node.ts';
import { ControlHub, until } from './control-hub.ts';

let control: ControlHub;
let nodes: TestNode[];

/** Half of the nodes or so are canaries; the second cohort may open after two seconds. */
const GATED = { canaryBps: 5000, cohortBps: 5000, cohortDelay: 2, gated: true };

/** The plan with a salt that puts at least two nodes into either cohort. */
function gatedPlan(from: number): typeof GATED & { salt: Hex32 } {
  for (let n = from; ; n += 1) {
    const salt = `0x${n.toString(16).padStart(64, '0')}` as Hex32;
    const plan = { ...GATED, salt };
    const canaries = nodes.filter(({ nodeId }) => cohortOf(nodeId, plan as unknown as Plan) === 0).length;
    if (canaries >= 2 && canaries <= nodes.length - 2) return plan;
  }
}

beforeAll(async () => {
  control = await ControlHub.start();
  await until('the guard is armed', async () => (await control.audit('guard.armed')).length === 3);
  await control.beacon.publish({ version: '1.0.0' });
  await control.directive('the first release is final', ({ target }) => target === 1);
  nodes = await Promise.all(Array.from({ length: 8 }, (_, i) => control.node(`node-${i}`)));
  await beatAll({ committed: 1 });
});

afterAll(() => control.close());

async function beatAll(over: Record<string, unknown>): Promise<void> {
  for (const node of nodes) await control.beat(node, over);
}

/** The nodes by their cohort in the present rollout. */
async function cohorts(): Promise<{ canary: TestNode[]; rest: TestNode[] }> {
  const { target } = await control.card();
  const { body } = await control.get(`/api/v1/rollouts/ALL/${target?.id ?? 0}`);
  const placed = new Map((body.nodes as { nodeId: string; cohort: number }[]).map((one) => [one.nodeId, one.cohort]));
  const canary = nodes.filter(({ nodeId }) => placed.get(nodeId) === 0);
  return { canary, rest: nodes.filter((node) => !canary.includes(node)) };
}

async function attempt(node: TestNode, card: TierCard, over: Record<string, unknown>): Promise<void> {
  const { rolloutId = 0, seq = 0, target = 0 } = card.directive ?? {};
  const answer = await control.tell(node, { rolloutId, seq, from: target - 1, to: target, ...over });
  expect(answer.status).toBe(200);
}

describe('the gate', () => {
  it('waits for evidence, says for what, and opens the next cohort once it is there', async () => {
    await control.beacon.publish({ version: '1.1.0', promote: true, plan: gatedPlan(1) });
    const started = await control.directive('the second release is final', ({ target }) => target === 2);
    expect(started.gateEnabled).toBe(true);
    const { canary, rest } = await cohorts();
    expect(canary.length).toBeGreaterThan(0);
    expect(rest.length).toBeGreaterThan(0);

    const held = await until('the delay has passed', async () => {
      const card = await control.card();
      return card.rollout.status === 'held' ? card : null;
    });
    expect(held.rollout.gate).toMatchObject({ cohort: 1, waitsFor: ['evidence', 'first-commit'] });
    expect(held.directive?.openThrough).toBe(0);
    const waiting = await control.get(`/api/v1/nodes/${rest[0]?.nodeId ?? ''}`);
    expect((waiting.body.wants as { text: string }).text).toBe(
      'Stays on 1.0.0: cohort 1 opens as soon as its gate allows.',
    );

    for (const node of canary) {
      await attempt(node, held, {});
      await control.beat(node, { committed: 2 });
    }
    const opened = await control.directive('cohort 1 is open', ({ openThrough }) => openThrough === 1);
    expect(opened.lastChange).toMatchObject({ action: 'open', by: { kind: 'gate' } });
    expect(opened.rollout.cohorts.map(({ open }) => open)).toEqual([true, true]);
    for (const node of rest) {
      await attempt(node, opened, {});
      await control.beat(node, { committed: 2 });
    }
    await until('complete', async () => (await control.card()).rollout.status === 'complete');
  });
});

describe('the guard', () => {
  it('pauses when the canary’s failures reach the budget, and says why on the chain and on the page', async () => {
    await control.beacon.publish({ version: '1.2.0', promote: true, plan: gatedPlan(1000) });
    const started = await control.directive('the third release is final', ({ target }) => target === 3);
    const { canary } = await cohorts();
    const [first] = canary;
    if (!first) throw new Error('the canary is empty');

    await attempt(first, started, { outcome: 'failed', code: 'registry/unreachable' });
    await attempt(first, started, { outcome: 'rolled-back', code: 'health/http-status', rollbackMs: 900 });
    const paused = await control.directive('paused', (directive) => directive.paused);
    expect(paused.rollout.status).toBe('paused');
    expect(paused.lastChange).toMatchObject({ action: 'pause', by: { kind: 'guard' } });
    expect(paused.guard.pausedReason).toContain(`1 of ${canary.length} in the canary failed (limit 1)`);
    expect(paused.guard.pausedReason).toContain('health/http-status');
    expect(paused.lastChange?.reason).toBe(paused.guard.pausedReason);
    expect(paused.guard.counted).toMatchObject([{ nodeId: first.nodeId, code: 'health/http-status' }]);
    const audited = (await control.audit('intent.confirmed'))[0];
    expect(audited).toMatchObject({ actor: { kind: 'guard' }, tier: 'ALL' });
    const marks = (await control.get('/api/v1/rollouts?tier=ALL')).body.marks as { kind: string }[];
    expect(marks.some(({ kind }) => kind === 'guard')).toBe(true);
  });

  it('does not count what a resume has acknowledged, only what comes later', async () => {
    const card = await control.card();
    const id = randomUUID();
    const request = {
      ...{ id, kind: 'resume', tier: 'ALL', reason: 'a known fault of that node' },
      ...{ expectedRollout: card.directive?.rolloutId, expectedSeq: card.directive?.seq },
    };
    const prepared = Intent.parse((await control.post('/api/v1/intents', request)).body);
    expect(prepared.preview.text).toContain('acknowledged');
    await control.post(`/api/v1/intents/${id}/confirm`, {});
    const resumed = await control.directive('resumed', (directive) => !directive.paused);
    await until('a round after it', async () => (await control.card()).rollout.budget.used === 0);
    const seq = resumed.directive?.seq ?? 0;

    const { canary } = await cohorts();
    const last = canary.at(-1);
    if (!last) throw new Error('the canary is empty');
    expect((await control.card()).directive?.seq).toBe(seq);
    await attempt(last, resumed, { outcome: 'failed', code: 'start/exited' });
    const again = await control.directive('paused again', (directive) => directive.paused);
    expect(again.directive?.seq).toBe(seq + 1);
    expect(again.guard.counted).toMatchObject([{ nodeId: last.nodeId, code: 'start/exited' }]);
  });
});

describe('a rollback', () => {
  it('is not done before nobody is above its target, and is never paused by the guard', async () => {
    const card = await control.card();
    const { canary } = await cohorts();
    const [first, ...others] = canary;
    if (!first) throw new Error('the canary is empty');
    for (const node of others) await control.beat(node, { committed: 2 });
    await control.beat(first, { committed: 3, kept: [2] });
    const id = randomUUID();
    const request = { id, kind: 'rollback', tier: 'ALL', expectedRollout: card.directive?.rolloutId, to: 2 };
    const prepared = Intent.parse((await control.post('/api/v1/intents', request)).body);
    expect(prepared.preview).toMatchObject({ fast: 1, download: 0, cannot: 0 });
    await control.post(`/api/v1/intents/${id}/confirm`, { reason: 'it fails', typedTier: 'ALL' });
    const rolling = await control.directive('rolled back on the chain', ({ kind }) => kind === 'rollback');
    await beatAll({ committed: 2 });
    await control.beat(first, { committed: 3, kept: [2] });
    expect((await control.card()).rollout.status).toBe('rolling-back');

    await attempt(first, rolling, { from: 3, to: 2, outcome: 'failed', code: 'health/http-status' });
    await control.beat(first, { committed: 2 });
    const intent = await until('done', async () => {
      const found = Intent.parse((await control.get(`/api/v1/intents/${id}`)).body);
      return found.stages.at(-1)?.at === null ? null : found;
    });
    expect(intent.stages.at(-1)).toMatchObject({ stage: 'done', detail: 'no node runs a higher release' });
    const after = await control.card();
    expect(after.rollout.status).toBe('rolled-back');
    expect(after.directive?.paused).toBe(false);
  });
});

describe('after the database was lost', () => {
  it('guard and gate hold still and say why, until an admin says so or the nodes are back', async () => {
    await control.hub.close();
    await control.forgetDatabase();
    await control.restart();
    const card = await until('read again', async () => {
      const now = await control.card();
      return now.directive && now.guard.offReason !== 'The chain was not read yet.' ? now : null;
    });
    expect(card.guard.enabled).toBe(false);
    expect(card.guard.offReason).toMatch(/younger than this tier’s history/);
    expect(card.gateEnabled).toBe(false);
    expect(card.startedBy).toMatchObject({ kind: 'system' });
    const history = (await control.get('/api/v1/rollouts?tier=ALL')).body.rollouts as unknown[];
    expect(history).toHaveLength(4);

    await armTierIn(control.folder.database.place, 'ALL');
    const armed = await until('armed', async () => {
      const now = await control.card();
      return now.guard.enabled ? now : null;
    });
    expect(armed.gateEnabled).toBe(true);
    expect((await control.audit('guard.armed'))[0]).toMatchObject({ actor: { kind: 'cli' }, tier: 'ALL' });
  });
});
