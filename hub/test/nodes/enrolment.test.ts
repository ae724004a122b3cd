import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettableClock } from '../../src/testing/settable-clock.ts';
import { newNode, type TestHub, TestHubFolder } from '../../src/testing/test-hub.ts';

let folder: TestHubFolder;
let hub: TestHub;
let clock: SettableClock;

beforeEach(async () => {
  folder = new TestHubFolder();
  clock = new SettableClock();
  hub = await folder.start({ clock });
});
afterEach(async () => {
  await hub.close();
  await folder.remove();
});

describe('enrolment', () => {
  it('takes a node in with its token, says its tier, and writes both into the audit log', async () => {
    const node = newNode();
    const reply = await hub.enrol(node, await hub.joinToken('ORACLE'));
    expect(reply).toMatchObject({ status: 200, body: { nodeId: node.nodeId, tier: 'ORACLE' } });
    expect(hub.core.fleet.get(node.nodeId)).toMatchObject({ tier: 'ORACLE', name: 'test node', heartbeat: null });
    const { entries } = await hub.core.audit.page({ limit: 10 });
    expect(entries.map((entry) => entry.action)).toEqual(['node.enrolled', 'token.created-join']);
    expect(await hub.core.tokens.listJoin()).toMatchObject([{ status: 'used', usedBy: node.nodeId }]);
  });

  it('answers the same node again when its reply was lost, without a second entry', async () => {
    const node = newNode();
    const token = await hub.joinToken();
    const first = await hub.enrol(node, token);
    const second = await hub.enrol(node, token);
    expect(second.status).toBe(200);
    expect(second.body).toMatchObject({ nodeId: first.body.nodeId, tier: first.body.tier });
    expect((await hub.core.audit.page({ limit: 10 })).entries).toHaveLength(2);
  });

  it('refuses a token that another node has used', async () => {
    const token = await hub.joinToken();
    await hub.enrol(newNode(), token);
    const stranger = newNode();
    expect(await hub.enrol(stranger, token)).toMatchObject({ status: 403, body: { code: 'enrol/token-used' } });
    expect(hub.core.fleet.get(stranger.nodeId)).toBeUndefined();
    expect(await hub.send(stranger, '/node/v1/heartbeat', stranger.heartbeat())).toMatchObject({ status: 401 });
  });

  it('lets exactly one of many nodes win a token', async () => {
    const token = await hub.joinToken();
    const replies = await Promise.all(Array.from({ length: 8 }, () => hub.enrol(newNode(), token)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 403)).toHaveLength(7);
    expect(hub.core.fleet.list()).toHaveLength(1);
  });

  it('refuses a token that is unknown, expired or revoked', async () => {
    expect(await hub.enrol(newNode(), 'nj_' + 'a'.repeat(43))).toMatchObject({
      status: 403,
      body: { code: 'enrol/token-unknown' },
    });
    const token = await hub.joinToken('ALL', 5);
    clock.advance(5 * 60_000);
    expect(await hub.enrol(newNode(), token)).toMatchObject({ status: 403, body: { code: 'enrol/token-expired' } });

    const id = randomUUID();
    const by = { kind: 'user', name: 'admin' } as const;
    const { token: revoked } = await hub.core.tokens.createJoin({ id, tier: 'ALL', ttlMinutes: 5 }, by);
    await hub.core.tokens.revoke(id, by);
    expect(await hub.enrol(newNode(), revoked)).toMatchObject({ status: 403, body: { code: 'enrol/token-revoked' } });
  });

  it('refuses a token of another tier and leaves it unspent', async () => {
    const token = await hub.joinToken('ORACLE');
    const node = newNode();
    expect(await hub.enrol(node, token, { tier: 'GUARDIAN' })).toMatchObject({
      status: 403,
      body: { code: 'enrol/other-tier' },
    });
    expect(await hub.enrol(node, token, { tier: 'ORACLE' })).toMatchObject({ status: 200 });
  });

  it('does not move an enrolled node to another tier, but enrols it anew with a token of its own tier', async () => {
    const node = await hub.node('ALL');
    expect(await hub.enrol(node, await hub.joinToken('ORACLE'))).toMatchObject({
      status: 403,
      body: { code: 'enrol/other-tier' },
    });
    expect(await hub.enrol(node, await hub.joinToken('ALL'), { name: 'renamed' })).toMatchObject({ status: 200 });
    expect(hub.core.fleet.get(node.nodeId)).toMatchObject({ tier: 'ALL', name: 'renamed' });
  });

  it('refuses a read token as a join token', async () => {
    const { token } = await hub.core.tokens.createRead({ id: randomUUID(), ttlDays: 1 }, { kind: 'cli', name: '' });
    expect(await hub.enrol(newNode(), token)).toMatchObject({ status: 403, body: { code: 'enrol/token-unknown' } });
  });

  it('refuses who does not hold the key that is brought', async () => {
    const [node, other] = [newNode(), newNode()];
    const body = { joinToken: await hub.joinToken(), publicKey: other.publicKey };
    expect(await hub.send(node, '/node/v1/enroll', body)).toMatchObject({
      status: 401,
      body: { code: 'identity/bad-signature' },
    });
    const posing = { header: { kid: other.kid }, claims: { sub: other.nodeId } };
    expect(await hub.send(node, '/node/v1/enroll', body, posing)).toMatchObject({ status: 401 });
    expect(hub.core.fleet.list()).toEqual([]);
  });

  it('keeps only the hash of a token', async () => {
    const token = await hub.joinToken();
    const rows = await hub.core.db.selectFrom('tokens').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('shows a token once: its id cannot be used again', async () => {
    const request = { id: randomUUID(), tier: 'ALL', ttlMinutes: 5 } as const;
    const by = { kind: 'user', name: 'admin' } as const;
    await hub.core.tokens.createJoin(request, by);
    await expect(hub.core.tokens.createJoin(request, by)).rejects.toMatchObject({ code: 'request/conflict' });
  });
});

describe('administration', () => {
  const by = { kind: 'user', name: 'admin' } as const;

  it('suspends and resumes a node, which goes on reporting, and a restarted hub knows', async () => {
    const node = await hub.node();
    await hub.core.nodes.suspend(node.nodeId, 'maintenance', by);
    expect(await hub.send(node, '/node/v1/heartbeat', node.heartbeat())).toMatchObject({ status: 200 });
    await hub.close();
    hub = await folder.start({ clock });
    expect(hub.core.fleet.get(node.nodeId)).toMatchObject({ suspended: { reason: 'maintenance' } });
    await hub.core.nodes.resume(node.nodeId, '', by);
    expect(hub.core.fleet.get(node.nodeId)?.suspended).toBeNull();
    const { entries } = await hub.core.audit.page({ limit: 2 });
    expect(entries.map((entry) => entry.action)).toEqual(['node.resumed', 'node.suspended']);
  });

  it("refuses a forgotten node's key at once and after a restart, until it enrols anew", async () => {
    const node = await hub.node();
    await hub.core.nodes.forget(node.nodeId, 'sold', by);
    const refusal = { status: 401, body: { code: 'identity/revoked' } };
    expect(await hub.send(node, '/node/v1/heartbeat', node.heartbeat())).toMatchObject(refusal);
    await hub.close();
    hub = await folder.start({ clock });
    expect(await hub.send(node, '/node/v1/heartbeat', node.heartbeat())).toMatchObject(refusal);
    expect(hub.core.fleet.list()).toEqual([]);
    expect(await hub.enrol(node, await hub.joinToken('ORACLE'))).toMatchObject({
      status: 200,
      body: { tier: 'ORACLE' },
    });
    expect(await hub.send(node, '/node/v1/heartbeat', node.heartbeat())).toMatchObject({ status: 200 });
  });

  it('does not know strangers', async () => {
    const { nodeId } = newNode();
    await expect(hub.core.nodes.suspend(nodeId, '', by)).rejects.toMatchObject({ code: 'node/unknown' });
    await expect(hub.core.nodes.forget(nodeId, '', by)).rejects.toMatchObject({ code: 'node/unknown' });
    await expect(hub.core.tokens.revoke(randomUUID(), by)).rejects.toMatchObject({ code: 'token/unknown' });
  });
});
