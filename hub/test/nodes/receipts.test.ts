import { randomUUID } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import { type ReceiptEntry, ReceiptQuery } from '@noderr/protocol';
import { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database } from '../../src/database/database.ts';
import { migrate } from '../../src/database/migrate.ts';
import { migrations } from '../../src/database/migrations.ts';
import { HubSqliteDialect } from '../../src/database/sqlite-dialect.ts';
import { SettableClock } from '../../src/testing/settable-clock.ts';
import { newNode, type TestHub, TestHubFolder } from '../../src/testing/test-hub.ts';
import { type TestNode } from '../../src/testing/test-node.ts';

let folder: TestHubFolder;
let hub: TestHub;
let clock: SettableClock;
let node: TestNode;

beforeEach(async () => {
  folder = new TestHubFolder();
  clock = new SettableClock();
  hub = await folder.start({ clock });
  node = await hub.node();
});
afterEach(async () => {
  await hub.close();
  await folder.remove();
});

/** An attempt of two events; answers its id. */
async function attempt(over: Record<string, unknown> = {}, sender = node): Promise<string> {
  const attemptId = randomUUID();
  const event = sender.outcomeEvent(attemptId, 1, over);
  const events = [
    {
      kind: 'state',
      event: sender.stateEvent(attemptId, 0, over.rolloutId === undefined ? {} : { rolloutId: over.rolloutId }),
    },
    { kind: 'outcome', event, receipt: sender.receipt(event) },
  ];
  expect((await hub.send(sender, '/node/v1/events', { events })).status).toBe(200);
  return attemptId;
}

/** Every page of a query, each of at most `limit`. */
async function pages(query: Record<string, unknown>): Promise<ReceiptEntry[][]> {
  const found: ReceiptEntry[][] = [];
  let after: string | undefined;
  do {
    const page = await hub.core.events.receipts(ReceiptQuery.parse({ ...query, after }));
    found.push(page.receipts);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return found;
}

describe('the list of receipts', () => {
  it('has each outcome with what its node signed, its first key and how it is filed', async () => {
    const attemptId = await attempt({ outcome: 'failed', code: 'disk/full' });
    const [[entry]] = (await pages({})) as [[ReceiptEntry]];
    expect(entry).toMatchObject({
      nodeId: node.nodeId,
      attemptId,
      publicKey: node.publicKey,
      filed: { tier: 'ALL', rolloutId: 5, from: 1, to: 2, outcome: 'failed', code: 'disk/full' },
    });
    const payload = Buffer.from(entry.receipt?.split('.')[1] ?? '', 'base64url').toString();
    expect(JSON.parse(payload)).toMatchObject({ attemptId, outcome: 'failed' });
  });

  it('comes in pages, oldest first, each once, and goes on where it ended', async () => {
    const senders = await Promise.all([0, 1, 2].map(() => hub.node()));
    const told: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const ids = [];
      for (const sender of senders) ids.push(await attempt({}, sender));
      told.push(...ids);
      clock.advance(1_000);
    }
    for (const limit of [1, 2, 4, 9, 10]) {
      const found = await pages({ limit });
      expect(found.every((page) => page.length <= limit)).toBe(true);
      const ids = found.flat().map((entry) => entry.attemptId);
      expect([...ids].sort()).toEqual([...told].sort());
      const times = found.flat().map((entry) => entry.receivedAt);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
    const { next } = await hub.core.events.receipts(ReceiptQuery.parse({ limit: 8 }));
    const late = await attempt({}, senders[0]);
    const rest = await hub.core.events.receipts(ReceiptQuery.parse({ after: next ?? '' }));
    expect(rest.receipts.at(-1)?.attemptId).toBe(late);
    expect(rest.receipts).toHaveLength(2);
  });

  it('is of one tier or rollout where that is asked for', async () => {
    const fifth = await attempt();
    const sixth = await attempt({ rolloutId: 6 });
    expect((await pages({ tier: 'ALL', rolloutId: '6' })).flat()).toMatchObject([{ attemptId: sixth }]);
    expect((await pages({ tier: 'ALL', rolloutId: '5' })).flat()).toMatchObject([{ attemptId: fifth }]);
    expect((await pages({ tier: 'ORACLE' })).flat()).toEqual([]);
  });

  it('keeps the receipts of a forgotten node, and its key', async () => {
    await attempt();
    await hub.core.nodes.forget(node.nodeId, '', { kind: 'system', name: '' });
    expect((await pages({})).flat()).toMatchObject([{ publicKey: node.publicKey }]);
  });

  it('shows outcomes whose receipt is gone, and receipts whose outcome is', async () => {
    const { db } = hub.core;
    const [gone, hidden, orphan, broken] = [await attempt(), await attempt(), await attempt(), await attempt()];
    await db.deleteFrom('update_events').where('attempt_id', '=', gone).execute();
    await db.updateTable('attempts').set({ outcome: null }).where('attempt_id', '=', hidden).execute();
    await db.deleteFrom('attempts').where('attempt_id', '=', orphan).execute();
    await db.updateTable('update_events').set({ delivery: '{' }).where('attempt_id', '=', broken).execute();
    for (const limit of [1, 3, 100]) {
      const found = new Map((await pages({ limit })).flat().map((entry) => [entry.attemptId, entry]));
      expect(found.size).toBe(4);
      expect(found.get(gone)).toMatchObject({ receipt: null, filed: { outcome: 'committed' } });
      expect(found.get(hidden)).toMatchObject({ receipt: expect.stringContaining('.') as string, filed: null });
      expect(found.get(orphan)).toMatchObject({ receipt: expect.stringContaining('.') as string, filed: null });
      expect(found.get(broken)).toMatchObject({ receipt: '', filed: { outcome: 'committed' } });
    }
    expect((await pages({ tier: 'ORACLE' })).flat()).toMatchObject([{ attemptId: orphan }]);
  });

  it('refuses a cursor that is not its own', async () => {
    for (const after of ['abc', Buffer.from('[1,2]').toString('base64url')]) {
      await expect(hub.core.events.receipts(ReceiptQuery.parse({ after }))).rejects.toMatchObject({
        code: 'request/invalid',
      });
    }
  });
});

it('Outcomes of before the list are in it after the migration', async () => {
  const db = new Kysely<Database>({ dialect: new HubSqliteDialect({ database: new Sqlite(':memory:') }) });
  const before = Object.entries(migrations).filter(([name]) => name !== 'events-003-outcomes');
  await migrate(db, Object.fromEntries(before));
  const sender = newNode();
  const event = sender.outcomeEvent(randomUUID(), 1);
  const rows = [
    { kind: 'state', event: sender.stateEvent(event.attemptId, 0) },
    { kind: 'outcome', event, receipt: sender.receipt(event) },
  ].map((delivery, n) => ({
    ...{ node_id: sender.nodeId, attempt_id: event.attemptId, n, received_at: n },
    delivery: JSON.stringify(delivery),
  }));
  await db
    .insertInto('update_events')
    .values(rows as never)
    .execute();
  await migrate(db, migrations);
  expect(await db.selectFrom('update_events').select(['n', 'kind']).orderBy('n').execute()).toEqual([
    { n: 0, kind: 'state' },
    { n: 1, kind: 'outcome' },
  ]);
  await db.destroy();
});
