import { MAX_HEARTBEAT_BYTES } from '@noderr/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettableClock } from '../../src/testing/settable-clock.ts';
import { newNode, type TestHub, TestHubFolder } from '../../src/testing/test-hub.ts';
import { type TestNode } from '../../src/testing/test-node.ts';
import { watchOnly } from '../../src/testing/watch-only.ts';

const PATH = '/node/v1/heartbeat';

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

async function refusalsOf(code: string): Promise<string | undefined> {
  const { text } = await hub.text('/metrics', { authorization: `Bearer ${folder.scrapeToken}` });
  return new RegExp(`^noderr_hub_requests_refused_total\\{code="${code}"\\} (\\d+)$`, 'm').exec(text)?.[1];
}

describe('a heartbeat', () => {
  it('is answered with the time, and seen', async () => {
    const heartbeat = node.heartbeat({ committed: 3 });
    const reply = await hub.send(node, PATH, heartbeat);
    expect(reply).toMatchObject({ status: 200, body: { now: clock.now(), hint: null, eventsAckedThrough: null } });
    expect(hub.core.fleet.get(node.nodeId)).toMatchObject({ heartbeat: { committed: 3 }, heardAt: clock.now() });
  });

  it('is ignored with 200 when it is stale or replayed', async () => {
    const old = JSON.stringify(node.heartbeat({ committed: 1 }));
    const headers = node.headers(PATH, old, {}, clock.now());
    expect(await hub.post(PATH, old, headers)).toMatchObject({ status: 200 });
    await hub.send(node, PATH, node.heartbeat({ committed: 2 }));
    expect(await hub.post(PATH, old, headers)).toMatchObject({ status: 200 });
    expect(hub.core.fleet.get(node.nodeId)).toMatchObject({ heartbeat: { committed: 2 } });
  });

  it('carries the hint of its tier', async () => {
    await hub.close();
    hub = await folder.start({
      clock,
      startControl: async () => ({
        ...(await watchOnly()),
        hints: { hintFor: (tier) => ({ seq: 7, hold: { reason: `paused ${tier}` }, spreadS: 30 }) as never },
      }),
    });
    const reply = await hub.send(node, PATH, node.heartbeat());
    expect(reply.body.hint).toEqual({ seq: 7, hold: { reason: 'paused ALL' }, spreadS: 30 });
  });

  it('fits its limit at its fullest, and is refused above', async () => {
    const attempt = { id: crypto.randomUUID(), from: 1, to: 2, rolloutId: 5, seq: 5, startedAt: clock.now() };
    const services = ['node', 'proxy', 'db', 'sidecar'].map((service) => ({
      service,
      healthy: false,
      code: 'health/http-unreachable',
    }));
    const full = node.heartbeat({
      state: { name: 'swapping', attempt, since: clock.now() },
      chain: { seq: 1, rolloutId: 1, headHash: `0x${'a'.repeat(64)}`, height: 18_000_000, blockTime: 1_800_000_000 },
      services,
      hold: { by: 'operator', until: clock.now() },
      failed: { releaseId: 2, code: 'health/http-unreachable' },
    });
    expect(JSON.stringify(full).length).toBeLessThan(MAX_HEARTBEAT_BYTES);
    expect(await hub.send(node, PATH, full)).toMatchObject({ status: 200 });
    const tooLong = { ...node.heartbeat(), padding: 'x'.repeat(MAX_HEARTBEAT_BYTES) };
    expect(await hub.send(node, PATH, tooLong)).toMatchObject({ status: 413, body: { code: 'request/too-large' } });
  });

  it('is refused with the path of what is wrong', async () => {
    const wrong = { ...node.heartbeat(), state: { name: 'idle' }, committed: -1 };
    expect(await hub.send(node, PATH, wrong)).toMatchObject({
      status: 400,
      body: { code: 'request/invalid', issues: [{ path: 'body.state.since' }, { path: 'body.committed' }] },
    });
    const broken = '{"boot": ';
    expect(await hub.post(PATH, broken, node.headers(PATH, broken, {}, clock.now()))).toMatchObject({
      status: 400,
      body: { issues: [{ path: 'body' }] },
    });
  });

  it('survives a restart of the hub', async () => {
    await hub.send(node, PATH, node.heartbeat({ committed: 4 }));
    const heardAt = clock.now();
    await hub.close();
    clock.advance(60_000);
    hub = await folder.start({ clock });
    expect(hub.core.fleet.get(node.nodeId)).toMatchObject({ heartbeat: { committed: 4 }, heardAt });
  });
});

describe('attacks on a node route', () => {
  const attacks: [string, string, (body: string) => Record<string, string>][] = [
    ['no token', 'identity/missing', () => ({ 'content-type': 'application/json' })],
    ['an unknown node', 'identity/unknown-key', (body) => newNode().headers(PATH, body, {}, clock.now())],
    [
      'the audience of another hub',
      'identity/wrong-audience',
      (body) => signed(body, { claims: { aud: 'noderr:1:0x' } }),
    ],
    ['alg none', 'identity/malformed', (body) => signed(body, { header: { alg: 'none' } })],
    ['an embedded jwk', 'identity/malformed', (body) => signed(body, { header: { jwk: {} } })],
    ['another route', 'identity/wrong-request', (body) => signed(body, { claims: { htu: '/node/v1/events' } })],
    ['a body that was changed after signing', 'identity/wrong-body', () => signed('{"other":true}')],
    ['an old token', 'identity/expired', (body) => node.headers(PATH, body, {}, clock.now() - 120_000)],
    ["another node's id", 'identity/bad-signature', (body) => signed(body, { claims: { sub: newNode().nodeId } })],
  ];

  function signed(body: string, over: Parameters<TestNode['headers']>[2] = {}): Record<string, string> {
    return node.headers(PATH, body, over, clock.now());
  }

  it.each(attacks)('%s: 401 with a Date, counted, and nothing changes', async (_name, code, headers) => {
    const body = JSON.stringify(node.heartbeat());
    const reply = await hub.post(PATH, body, headers(body));
    expect(reply).toMatchObject({ status: 401, body: { code } });
    expect(reply.headers.get('date')).toMatch(/GMT$/);
    expect(hub.core.fleet.get(node.nodeId)?.heartbeat).toBeNull();
    expect(await refusalsOf(code)).toBe('1');
  });

  it('with a query, an encoded path or another verb', async () => {
    const body = JSON.stringify(node.heartbeat());
    expect(await hub.post(`${PATH}?x=1`, body, signed(body))).toMatchObject({ status: 401 });
    expect(await hub.post('/node/v1/..%2fv1/heartbeat', body, signed(body))).toMatchObject({ status: 404 });
    expect(await hub.get(PATH)).toMatchObject({ status: 404 });
  });

  it('with text/plain is refused', async () => {
    const body = JSON.stringify(node.heartbeat());
    const headers = { ...signed(body), 'content-type': 'text/plain' };
    expect(await hub.post(PATH, body, headers)).toMatchObject({ status: 415 });
  });

  it('with too many requests of one node has to wait, others do not', async () => {
    const other = await hub.node();
    const statuses = new Map<number, number>();
    for (let i = 0; i < 125; i += 1) {
      const { status, headers } = await hub.send(node, PATH, node.heartbeat());
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 429) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(statuses).toEqual(
      new Map([
        [200, 120],
        [429, 5],
      ]),
    );
    expect(await hub.send(other, PATH, other.heartbeat())).toMatchObject({ status: 200 });
    clock.advance(60_000);
    expect(await hub.send(node, PATH, node.heartbeat())).toMatchObject({ status: 200 });
  });

  it('with endless wrong tokens has its address wait before anything is checked', async () => {
    for (let i = 0; i < 600; i += 1) await hub.post(PATH, '{}', { 'content-type': 'application/json' });
    const body = JSON.stringify(node.heartbeat());
    expect(await hub.post(PATH, body, signed(body))).toMatchObject({ status: 429 });
    clock.advance(60_000);
    expect(await hub.post(PATH, body, signed(body))).toMatchObject({ status: 200 });
  });
});
