import { randomUUID } from 'node:crypto';
import { type AttemptId, eventId, type Seq } from '@noderr/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newNode, type Answer, type TestHub, TestHubFolder } from '../../src/testing/test-hub.ts';
import { type TestNode } from '../../src/testing/test-node.ts';

const PATH = '/node/v1/events';
const ROLLOUT = 5 as Seq;

let folder: TestHubFolder;
let hub: TestHub;
let node: TestNode;

beforeEach(async () => {
  folder = new TestHubFolder();
  hub = await folder.start();
  node = await hub.node();
});
afterEach(async () => {
  await hub.close();
  await folder.remove();
});

function send(events: object[], sender = node): Promise<Answer> {
  return hub.send(sender, PATH, { events });
}

function state(attemptId: string, n: number, over: Record<string, unknown> = {}): object {
  return { kind: 'state', event: node.stateEvent(attemptId, n, over) };
}

function outcome(attemptId: string, n: number, over: Record<string, unknown> = {}): object {
  const event = node.outcomeEvent(attemptId, n, over);
  return { kind: 'outcome', event, receipt: node.receipt(event) };
}

async function acked(): Promise<unknown> {
  return (await hub.send(node, '/node/v1/heartbeat', node.heartbeat())).body.eventsAckedThrough;
}

describe('update events', () => {
  it('are stored once, with their receipts, and acknowledged', async () => {
    const attemptId = randomUUID();
    const events = [state(attemptId, 0), state(attemptId, 1), outcome(attemptId, 2)];
    const told: string[] = [];
    hub.core.events.onOutcome(({ outcome: how }) => told.push(how));
    const ids = [0, 1, 2].map((n) => eventId(node.nodeId, attemptId as AttemptId, n));
    for (let i = 0; i < 2; i += 1) {
      expect(await send(events)).toMatchObject({ status: 200, body: { acked: ids } });
    }
    expect(await acked()).toEqual({ attemptId, n: 2 });
    expect(told).toEqual(['committed']);
    const [attempt] = await hub.core.events.attemptsOf(node.nodeId, 10);
    expect(attempt).toMatchObject({ attemptId, outcome: 'committed', from: 1, to: 2, rolloutId: 5 });
    expect(attempt?.events).toEqual(events);
    expect(await hub.core.events.outcomesOf('ALL', ROLLOUT)).toMatchObject(
      new Map([[node.nodeId, { outcome: 'committed', durationMs: 12_000 }]]),
    );
  });

  it('survive a restart, as what is acknowledged does', async () => {
    const attemptId = randomUUID();
    await send([state(attemptId, 0), outcome(attemptId, 1, { outcome: 'rolled-back', code: 'health/timeout' })]);
    await hub.close();
    hub = await folder.start();
    expect(await acked()).toEqual({ attemptId, n: 1 });
    expect([...(await hub.core.events.outcomesOf('ALL', ROLLOUT)).values()]).toMatchObject([
      { nodeId: node.nodeId, outcome: 'rolled-back', code: 'health/timeout' },
    ]);
    expect(await hub.core.events.outcomes({ tier: 'ALL', limit: 5 })).toHaveLength(1);
    expect(await hub.core.events.outcomes({ tier: 'ORACLE', limit: 5 })).toEqual([]);
  });

  it('may arrive out of order; a gap is not acknowledged', async () => {
    const attemptId = randomUUID();
    await send([state(attemptId, 2), state(attemptId, 0)]);
    expect(await acked()).toEqual({ attemptId, n: 0 });
    await send([state(attemptId, 1)]);
    expect(await acked()).toEqual({ attemptId, n: 2 });
  });

  it('of the last attempt of a rollout say how it ended', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    await send([outcome(first, 0, { outcome: 'failed', code: 'registry/timeout' })]);
    expect((await hub.core.events.outcomesOf('ALL', ROLLOUT)).get(node.nodeId)?.outcome).toBe('failed');
    await send([outcome(second, 0)]);
    expect((await hub.core.events.outcomesOf('ALL', ROLLOUT)).get(node.nodeId)?.outcome).toBe('committed');
    expect((await hub.core.events.attemptsOf(node.nodeId, 10)).map((attempt) => attempt.attemptId)).toEqual([
      second,
      first,
    ]);
  });

  it('of the agent itself are taken', async () => {
    expect(await send([state(randomUUID(), 0, { tier: 'AGENT' })])).toMatchObject({ status: 200 });
  });
});

describe('attacks by events', () => {
  const attemptId = randomUUID();
  const forged = (): object => ({ ...node.outcomeEvent(attemptId, 0), detail: 'all is well' });
  const receiptOf = (event: object, header: Record<string, unknown> = {}): string =>
    node.receipt(event as never, header);

  const attacks: [string, number, string, () => object][] = [
    [
      "another node's event",
      403,
      'identity/foreign',
      () => ({ kind: 'state', event: newNode().stateEvent(attemptId, 0) }),
    ],
    ['an event of another tier', 403, 'event/foreign-tier', () => state(attemptId, 0, { tier: 'ORACLE' })],
    ['an id that is not its own', 400, 'event/wrong-id', () => state(attemptId, 0, { id: 'x/y/0' })],
    [
      'an outcome without a receipt',
      400,
      'request/invalid',
      () => ({ kind: 'outcome', event: node.outcomeEvent(attemptId, 0) }),
    ],
    [
      'an outcome in the clothes of a state',
      400,
      'request/invalid',
      () => ({ kind: 'state', event: node.outcomeEvent(attemptId, 0) }),
    ],
    [
      'a receipt that says something else',
      400,
      'event/bad-receipt',
      () => ({ kind: 'outcome', event: forged(), receipt: receiptOf(node.outcomeEvent(attemptId, 0)) }),
    ],
    [
      "another node's receipt",
      400,
      'event/bad-receipt',
      () => ({ kind: 'outcome', event: forged(), receipt: newNode().receipt(forged() as never) }),
    ],
    [
      'a receipt with its own key',
      400,
      'event/bad-receipt',
      () => ({ kind: 'outcome', event: forged(), receipt: receiptOf(forged(), { jwk: {} }) }),
    ],
    [
      'a node token as a receipt',
      400,
      'event/bad-receipt',
      () => ({ kind: 'outcome', event: forged(), receipt: receiptOf(forged(), { typ: 'noderr-node+jwt' }) }),
    ],
  ];
  it.each(attacks)('%s is refused, and nothing of the request is stored', async (_name, status, code, make) => {
    const reply = await send([state(randomUUID(), 0), make()]);
    expect(reply).toMatchObject({ status, body: { code } });
    expect(await hub.core.events.attemptsOf(node.nodeId, 10)).toEqual([]);
  });

  it('a second content under one id is refused, the first stays', async () => {
    await send([state(attemptId, 0, { detail: 'first' })]);
    expect(await send([state(attemptId, 0, { detail: 'second' })])).toMatchObject({
      status: 409,
      body: { code: 'event/conflict' },
    });
    const [attempt] = await hub.core.events.attemptsOf(node.nodeId, 1);
    expect(attempt?.events).toMatchObject([{ event: { detail: 'first' } }]);
  });

  it('a second outcome is refused, and so is anything after the first', async () => {
    await send([outcome(attemptId, 0, { outcome: 'failed', code: 'health/timeout' })]);
    for (const late of [outcome(attemptId, 1), state(attemptId, 1)]) {
      expect(await send([late])).toMatchObject({ status: 409, body: { code: 'event/after-outcome' } });
    }
    expect((await hub.core.events.outcomesOf('ALL', ROLLOUT)).get(node.nodeId)?.outcome).toBe('failed');
  });

  it('too many events or none are refused', async () => {
    const many = Array.from({ length: 101 }, (_, n) => state(attemptId, n));
    expect(await send(many)).toMatchObject({ status: 400, body: { issues: [{ path: 'body.events' }] } });
    expect(await send([])).toMatchObject({ status: 400 });
  });

  it('a log tail above its limit is refused', async () => {
    const event = { ...node.outcomeEvent(attemptId, 0), logTail: 'x'.repeat(1_000_000) };
    expect(await send([{ kind: 'outcome', event, receipt: 'a.b.c' }])).toMatchObject({
      status: 400,
      body: { issues: [{ path: 'body.events[0].event.logTail' }] },
    });
  });

  it('a forgotten node delivers nothing', async () => {
    await hub.core.nodes.forget(node.nodeId, '', { kind: 'system', name: '' });
    expect(await send([state(attemptId, 0)])).toMatchObject({ status: 401, body: { code: 'identity/revoked' } });
  });
});
