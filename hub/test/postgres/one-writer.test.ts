import { randomUUID } from 'node:crypto';
import { HexData } from '@noderr/beacon';
import { createTransactionStore } from '@noderr/beacon/transactions';
import { Address } from '@noderr/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuditLog } from '../../src/audit/audit-log.ts';
import { systemClock } from '../../src/clock.ts';
import { type Db } from '../../src/database/database.ts';
import { newNode, type TestHub, TestHubFolder } from '../../src/testing/test-hub.ts';

const SIGNER = Address.parse(`0x${'a1'.repeat(20)}`);
const MANY = 40;

let folder: TestHubFolder;
let hubs: [TestHub, TestHub];
let pools: [Db, Db];
beforeEach(async () => {
  folder = new TestHubFolder();
  hubs = [await folder.start(), await folder.start()];
  pools = [hubs[0].core.db, hubs[1].core.db];
});
afterEach(async () => {
  for (const hub of hubs) await hub.close();
  await folder.remove();
});

/** Each of two does the same many times, all at once. */
function both<T, U>(two: [T, T], act: (one: T, n: number) => Promise<U>): Promise<U[]> {
  return Promise.all(Array.from({ length: MANY }, (_, n) => two.map((one) => act(one, n))).flat());
}

describe('two that write to one Postgres at once', () => {
  it('make one audit log without a gap', async () => {
    const [log, other] = [createAuditLog(pools[0], systemClock), createAuditLog(pools[1], systemClock)];
    const actor = { kind: 'system', name: '' } as const;
    const entries = await both([log, other], (one, n) => one.append({ actor, action: 'test', subject: String(n) }));

    expect(entries.map(({ n }) => n).toSorted((a, b) => a - b)).toEqual(entries.map((_, index) => index + 1));
    expect(await log.verify()).toMatchObject({ length: 2 * MANY, brokenAt: null });
  });

  it('let exactly one node win a join token', async () => {
    const token = await hubs[0].joinToken();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => hubs[n % 2 === 0 ? 0 : 1].enrol(newNode(), token)),
    );
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 403)]);
    expect(await pools[0].selectFrom('nodes').selectAll().execute()).toHaveLength(1);
  });

  it('enrol one node once, whichever it asks', async () => {
    const token = await hubs[0].joinToken();
    const node = newNode();
    const answers = await Promise.all(hubs.map((hub) => hub.enrol(node, token)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const enrolled = await pools[0].selectFrom('audit').select('n').where('action', '=', 'node.enrolled').execute();
    expect(enrolled).toHaveLength(1);
  });

  it('apply an event once', async () => {
    const node = await hubs[0].node();
    const twin = await folder.start();
    const attemptId = randomUUID();
    const event = node.outcomeEvent(attemptId, 0);
    const events = [{ kind: 'outcome', event, receipt: node.receipt(event) }];
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? hubs[0] : twin).send(node, '/node/v1/events', { events })),
    );
    await twin.close();
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await pools[0].selectFrom('update_events').selectAll().execute()).toHaveLength(1);
    expect(await pools[0].selectFrom('attempts').selectAll().execute()).toHaveLength(1);
  });

  it('reserve each nonce once and leave none out', async () => {
    const [store, other] = [
      createTransactionStore(pools[0], 'test', SIGNER),
      createTransactionStore(pools[1], 'test', SIGNER),
    ];
    const first = 5;
    await Promise.all([store.startNonces(first), other.startNonces(first)]);
    const call = { kind: 'pause', to: SIGNER, data: HexData.parse('0x'), expiresAt: null } as const;
    await both([store, other], (one, n) => one.insertOnce({ ...call, key: String(n) }, 1));
    const taken = await both([store, other], (one, n) => one.reserve(String(n), 21_000n, 2));
    expect(taken.filter(Boolean)).toHaveLength(MANY);
    const nonces = (await store.list(2 * MANY)).map(({ nonce }) => nonce ?? -1).toSorted((a, b) => a - b);
    expect(nonces).toEqual(Array.from({ length: MANY }, (_, n) => first + n));
    expect((await other.signer()).nextNonce).toBe(first + MANY);
  });
});
