import { randomUUID } from 'node:crypto';
import { pauseCall } from '@noderr/beacon/transactions';
import { Intent, type IntentStage, type Seq } from '@noderr/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, bob, ControlHub, until } from './control-hub.ts';

let control: ControlHub;

beforeAll(async () => {
  control = await ControlHub.start();
  await control.beacon.publish({ version: '1.0.0' });
  await control.beacon.publish({ version: '1.1.0', promote: true });
  await control.directive('the second release is final', ({ target }) => target === 2);
});

afterAll(() => control.close());

const reached = (intent: Intent, stage: IntentStage['stage']): boolean =>
  intent.stages.find((one) => one.stage === stage)?.at !== null;

async function intentOf(id: string): Promise<Intent> {
  return Intent.parse((await control.get(`/api/v1/intents/${id}`)).body);
}

function pauseRequest(rolloutId: number, over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: randomUUID(),
    kind: 'pause',
    tier: 'ALL',
    expectedRollout: rolloutId,
    reason: 'looks bad',
    confirm: true,
    ...over,
  };
}

/** The tier runs at its second release. */
beforeEach(async () => {
  const { directive } = await control.card();
  if (directive?.paused === true) {
    await control.beacon.resume();
    await control.directive('running again', ({ paused }) => !paused);
  }
});

describe('a pause', () => {
  it('is one click: a double click is one intent and one transaction, walked through its stages', async () => {
    const node = await control.node();
    await control.beat(node, { committed: 2 });
    const { directive } = await control.card();
    const before = await control.nonce();
    const request = pauseRequest(directive?.rolloutId ?? 0);
    const [one, two] = await Promise.all([
      control.post('/api/v1/intents', request),
      control.post('/api/v1/intents', request),
    ]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(two.body.id).toBe(one.body.id);
    const id = String(request.id);

    const final = await until('final', async () => {
      const intent = await intentOf(id);
      return reached(intent, 'final') && intent.stages[4]?.detail !== '' ? intent : null;
    });
    expect(final.status).toBe('final');
    expect(final.stages.slice(0, 4).every(({ at }) => at !== null)).toBe(true);
    expect(final.stages[4]).toMatchObject({ stage: 'picked-up', at: null, detail: '0 of 1 node has seen it' });
    await control.directive('paused', ({ paused }) => paused);
    expect(await control.nonce()).toBe(before + 1);

    await control.beat(node, { committed: 2 });
    const done = await until('done', async () => {
      const intent = await intentOf(id);
      return reached(intent, 'done') ? intent : null;
    });
    expect(done.stages[4]?.detail).toBe('1 of 1 node has seen it');
    const card = await control.card();
    expect(card.lastChange).toMatchObject({ action: 'pause', by: { kind: 'user', name: 'ada' }, reason: 'looks bad' });
    expect(card.actions.pause).toMatch(/paused already/);
  });

  it('asked for in two tabs is one transaction, which both intents show', async () => {
    const { directive } = await control.card();
    const before = await control.nonce();
    const [mine, hers] = [pauseRequest(directive?.rolloutId ?? 0), pauseRequest(directive?.rolloutId ?? 0)];
    const answers = await Promise.all([
      control.post('/api/v1/intents', mine),
      control.post('/api/v1/intents', hers, bob),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const both = await until('both final', async () => {
      const intents = [await intentOf(String(mine.id)), await intentOf(String(hers.id))];
      return intents.every((intent) => reached(intent, 'final')) ? intents : null;
    });
    expect(both[0]?.transaction).toEqual(both[1]?.transaction);
    expect(await control.nonce()).toBe(before + 1);
    expect(await control.audit('intent.joined')).toHaveLength(1);
  });

  it('holds the nodes at their next heartbeat, before it is in a block', async () => {
    const node = await control.node();
    const { directive } = await control.card();
    await control.anvil.rpc('evm_setIntervalMining', 0);
    try {
      await control.post('/api/v1/intents', pauseRequest(directive?.rolloutId ?? 0));
      const reply = await control.beat(node);
      expect(reply.body.hint).toMatchObject({ seq: directive?.seq, hold: { reason: 'pause asked for by ada' } });
    } finally {
      await control.anvil.rpc('evm_setIntervalMining', 1);
    }
    await control.directive('paused', ({ paused }) => paused);
    const reply = await control.beat(node);
    expect(reply.body.hint).toMatchObject({ hold: { reason: 'paused on the chain' } });
  });

  it('of another rollout than the one that was looked at is refused', async () => {
    const answer = await control.post('/api/v1/intents', pauseRequest(99));
    expect(answer).toMatchObject({ status: 409, body: { code: 'intent/stale' } });
  });

  it('under an id that was used for something else is refused, and so is somebody else’s id', async () => {
    const { directive } = await control.card();
    const request = pauseRequest(directive?.rolloutId ?? 0, { confirm: false });
    expect((await control.post('/api/v1/intents', request)).status).toBe(200);
    const resume = { ...request, kind: 'resume', expectedSeq: directive?.seq ?? 0 };
    const other = await control.post('/api/v1/intents', resume);
    expect(other).toMatchObject({ status: 409, body: { code: 'intent/conflict' } });
    const hers = await control.post('/api/v1/intents', request, bob);
    expect(hers).toMatchObject({ status: 403, body: { code: 'intent/not-yours' } });
  });
});

describe('a rollback', () => {
  const request = async (): Promise<Record<string, unknown>> => ({
    id: randomUUID(),
    kind: 'rollback',
    tier: 'ALL',
    expectedRollout: (await control.card()).directive?.rolloutId ?? 0,
    to: 1,
  });

  it('is prepared with what will happen, and wants a reason and the tier typed', async () => {
    const node = await control.node('keeper');
    await control.beat(node, { committed: 2, kept: [1] });
    const body = await request();
    const prepared = Intent.parse((await control.post('/api/v1/intents', body)).body);
    expect(prepared.status).toBe('prepared');
    expect(prepared.preview).toMatchObject({ fast: 1, data: 'compatible' });
    expect(prepared.preview.text).toContain('Roll back ALL to 1.0.0: 1 node fast (kept container)');
    const bare = await control.post(`/api/v1/intents/${prepared.id}/confirm`, {});
    expect(bare.status).toBe(400);
    expect((bare.body.issues as { path: string }[]).map(({ path }) => path)).toEqual(['body.reason', 'body.typedTier']);
  });

  it('cannot be confirmed by another admin', async () => {
    const body = await request();
    await control.post('/api/v1/intents', body);
    const answer = await control.post(
      `/api/v1/intents/${String(body.id)}/confirm`,
      { reason: 'mine now', typedTier: 'ALL' },
      bob,
    );
    expect(answer).toMatchObject({ status: 403, body: { code: 'intent/not-yours' } });
  });

  it('cannot be confirmed after five minutes', async () => {
    const body = await request();
    await control.post('/api/v1/intents', body);
    control.clock.advance(5 * 60_000 + 1);
    const answer = await control.post(`/api/v1/intents/${String(body.id)}/confirm`, { reason: 'x', typedTier: 'ALL' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'intent/expired' } });
    expect((await intentOf(String(body.id))).status).toBe('expired');
  });

  it('to a release that was never fully open is refused', async () => {
    const answer = await control.post('/api/v1/intents', { ...(await request()), to: 2 });
    expect(answer).toMatchObject({ status: 422, body: { code: 'intent/refused' } });
  });

  it('without what it needs is answered with each path', async () => {
    const answer = await control.post('/api/v1/intents', { ...(await request()), to: undefined, confirm: true });
    expect(answer.status).toBe(400);
    expect((answer.body.issues as { path: string }[]).map(({ path }) => path)).toEqual(['body.to', 'body.confirm']);
  });
});

describe('a transaction that the contract refuses in its block', () => {
  it('ends the intent as reverted, says so, and the next action works', async () => {
    const { directive } = await control.card();
    await control.beacon.pause();
    const paused = await control.directive('paused', (now) => now.paused);
    const id = randomUUID();
    const expected = { expectedRollout: paused.directive?.rolloutId, expectedSeq: paused.directive?.seq };
    await control.post('/api/v1/intents', { id, kind: 'resume', tier: 'ALL', ...expected, reason: 'fine again' });
    await control.anvil.rpc('evm_setIntervalMining', 0);
    try {
      expect((await control.post(`/api/v1/intents/${id}/confirm`, {})).status).toBe(200);
      await until('sent', async () => (await intentOf(id)).status === 'sent');
      // A guardian's pause that pays more comes first in the block: the resume's seq is stale then.
      await control.anvil.rpc('eth_sendTransaction', {
        from: control.beacon.roles.guardian,
        to: control.beacon.deployment.beacon,
        data: pauseCall('ALL', 0 as Seq, 'no'),
        gasPrice: `0x${(400n * 10n ** 9n).toString(16)}`,
      });
    } finally {
      await control.anvil.rpc('evm_setIntervalMining', 1);
    }
    const reverted = await until('reverted', async () => {
      const intent = await intentOf(id);
      return intent.status === 'reverted' ? intent : null;
    });
    expect(reverted.error?.code).toBe('intent/reverted');
    expect(await control.audit('intent.reverted')).toHaveLength(1);
    const card = await control.directive('paused by the guardian', (now) => now.pausedByGuardian);
    expect(card.actions.resume).toMatch(/guardian/);
    expect(card.directive?.rolloutId).toBe(directive?.rolloutId);
    await control.anvil.rpc('eth_sendTransaction', {
      from: control.beacon.roles.guardian,
      to: control.beacon.deployment.beacon,
      data: (await import('@noderr/beacon/transactions')).resumeCall('ALL', card.directive?.seq ?? (0 as Seq), ''),
    });
    await control.directive('running', (now) => !now.paused);
    const next = pauseRequest(card.directive?.rolloutId ?? 0);
    expect((await control.post('/api/v1/intents', next)).status).toBe(200);
    await control.directive('paused by ada', (now) => now.paused && !now.pausedByGuardian);
  });
});

describe('a hub that ends in the middle of an intent', () => {
  it('finishes it after its restart with the same transaction', async () => {
    const { directive } = await control.card();
    const before = await control.nonce();
    const request = pauseRequest(directive?.rolloutId ?? 0);
    await control.anvil.rpc('evm_setIntervalMining', 0);
    try {
      await control.post('/api/v1/intents', request);
      await until('sent', async () => (await intentOf(String(request.id))).status === 'sent');
      await control.hub.close();
    } finally {
      await control.anvil.rpc('evm_setIntervalMining', 1);
    }
    await control.restart();
    await until('final', async () => reached(await intentOf(String(request.id)), 'final'));
    expect(await control.nonce()).toBe(before + 1);
  });

  it('sends what was confirmed but not yet handed over, unless too much time has passed', async () => {
    const { directive } = await control.card();
    const ids = [randomUUID(), randomUUID()];
    const confirm = async (id: string, age: number): Promise<void> => {
      const body = pauseRequest(directive?.rolloutId ?? 0, { id, confirm: false });
      expect((await control.post('/api/v1/intents', body)).status).toBe(200);
      await control.hub.core.db
        .updateTable('intents')
        .set({ status: 'confirmed', confirmed_at: control.clock.now() - age })
        .where('id', '=', id)
        .execute();
    };
    await confirm(ids[0] ?? '', 6 * 60_000);
    await until('expired', async () => (await intentOf(ids[0] ?? '')).status === 'expired');
    await confirm(ids[1] ?? '', 0);
    await control.hub.close();
    await control.restart();
    await until('final', async () => reached(await intentOf(ids[1] ?? ''), 'final'));
    await control.directive('paused', ({ paused }) => paused);
  });
});

describe('the audit log', () => {
  it('tells of each intent before its transaction, holds, and can be exported', async () => {
    const page = await control.get('/api/v1/audit', ada);
    expect(page.body.chain).toMatchObject({ verified: true, brokenAt: null });
    const entries = (await control.audit()).toReversed();
    const confirmed = entries.findIndex(({ action }) => action === 'intent.confirmed');
    const sent = entries.findIndex(({ action }) => action === 'intent.sent');
    expect(confirmed).toBeGreaterThanOrEqual(0);
    expect(confirmed).toBeLessThan(sent);
    const exported = await control.hub.text('/api/v1/audit/export', {
      'x-noderr-secret': control.secrets.read,
      'x-grafana-id': await control.mint(ada),
    });
    expect(exported.text.trim().split('\n')).toHaveLength((page.body.chain as { length: number }).length);
  });

  it('shows that an entry was edited', async () => {
    await control.hub.core.db.updateTable('audit').set({ reason: 'nothing' }).where('n', '=', 2).execute();
    control.clock.advance(6 * 60_000);
    const page = await control.get('/api/v1/audit');
    expect(page.body.chain).toMatchObject({ verified: false, brokenAt: 2 });
  });
});
