import { randomUUID } from 'node:crypto';
import { generateKeyPair, SignJWT } from 'jose';
import {
  AuditPage,
  JoinTokenList,
  NodeDetail,
  NodeList,
  ReceiptPage,
  ReleaseDetail,
  RolloutEvidence,
  RolloutHistory,
  WhoAmI,
} from '@noderr/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ada, ControlHub, until, vic } from './control-hub.ts';

let control: ControlHub;

const NODE = `0x${'ab'.repeat(32)}`;
const ID = randomUUID();

const READS = [
  '/api/v1/tiers',
  '/api/v1/tiers/ALL/evidence',
  '/api/v1/rollouts',
  '/api/v1/rollouts/ALL/1',
  '/api/v1/nodes',
  `/api/v1/nodes/${NODE}`,
  '/api/v1/alerts',
  '/api/v1/audit',
  '/api/v1/audit/export',
  '/api/v1/receipts',
  `/api/v1/intents/${ID}`,
];

const ACTIONS = [
  ['/api/v1/intents', 'noderr-hub-app.rollouts:write'],
  [`/api/v1/intents/${ID}/confirm`, 'noderr-hub-app.rollouts:write'],
  ['/api/v1/tokens', 'noderr-hub-app.tokens:write'],
  [`/api/v1/tokens/${ID}/revoke`, 'noderr-hub-app.tokens:write'],
  [`/api/v1/nodes/${NODE}/suspend`, 'noderr-hub-app.tokens:write'],
  [`/api/v1/nodes/${NODE}/resume`, 'noderr-hub-app.tokens:write'],
  [`/api/v1/nodes/${NODE}/forget`, 'noderr-hub-app.tokens:write'],
] as const;

beforeAll(async () => {
  control = await ControlHub.start();
  await control.beacon.publish({ version: '1.0.0', notesUri: 'https://notes.test/1' });
  await control.directive('the release is final', ({ target }) => target === 1);
});

afterAll(() => control.close());

describe('a Viewer', () => {
  it.each(READS)('may read %s', async (path) => {
    const { status } = await control.hub.text(path, {
      'x-noderr-secret': control.secrets.read,
      'x-grafana-id': await control.mint(vic),
    });
    expect([200, 404]).toContain(status);
  });

  it.each(ACTIONS)('may not post to %s, and is told that %s is missing', async (path, permission) => {
    for (const secret of ['read', 'admin'] as const) {
      const answer = await control.post(path, {}, vic, { secret });
      expect(answer).toMatchObject({ status: 403, body: { code: 'grafana/missing-right' } });
      expect(answer.body.message).toContain(permission);
    }
  });

  it('may not see the join tokens', async () => {
    expect(await control.get('/api/v1/tokens', vic)).toMatchObject({
      status: 403,
      body: { code: 'grafana/missing-right' },
    });
  });
});

describe('whoever lacks a factor', () => {
  it.each([...READS, ...ACTIONS.map(([path]) => path), '/api/v1/tokens'])('is refused at %s with 403', async (path) => {
    const isAction = ACTIONS.some(([action]) => action === path);
    const foreign = (await generateKeyPair('ES256')).privateKey;
    const send = (sent: Parameters<typeof control.get>[2]): ReturnType<typeof control.get> =>
      isAction ? control.post(path, {}, ada, sent) : control.get(path, ada, sent);
    const secret = isAction || path === '/api/v1/tokens' ? ('admin' as const) : ('read' as const);
    const bad: Record<string, Parameters<typeof control.get>[2]> = {
      'no secret': { secret: null },
      'the placeholder of an unset secret': { secret: null, headers: { 'x-noderr-secret': '<no value>' } },
      'a wrong secret': { secret: null, headers: { 'x-noderr-secret': 'guessed-guessed-guessed' } },
      'no ID token': { secret, idToken: null },
      'unsigned headers only': {
        secret,
        idToken: null,
        headers: { 'x-grafana-user': 'ada', 'x-grafana-context': '{"OrgRole":"Admin"}' },
      },
      'an expired token': { secret, idToken: await control.mint(ada, { exp: Math.floor(Date.now() / 1000) - 60 }) },
      'a forged token': { secret, idToken: await control.mint(ada, {}, foreign) },
      'another issuer': { secret, idToken: await control.mint(ada, { iss: 'http://evil.test/' }) },
      'another organisation': { secret, idToken: await control.mint(ada, { aud: 'org:2' }) },
      'a service account': { secret, idToken: await control.mint(ada, { type: 'service-account' }) },
      'a token without a signature': {
        secret,
        idToken: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(await control.mint(ada)).split('.')[1] ?? ''}.`,
      },
      'a shared-key token': {
        secret,
        idToken: await new SignJWT({ role: 'Admin' })
          .setProtectedHeader({ alg: 'HS256' })
          .sign(Buffer.from(control.secrets.admin)),
      },
    };
    for (const [what, sent] of Object.entries(bad)) {
      expect({ what, status: (await send(sent)).status }).toEqual({ what, status: 403 });
    }
  });

  it('cannot use the read secret for an action, nor the admin secret to read', async () => {
    expect((await control.post('/api/v1/intents', {}, ada, { secret: 'read' })).body.code).toBe('grafana/wrong-secret');
    expect((await control.get('/api/v1/tiers', ada, { secret: 'admin' })).body.code).toBe('grafana/wrong-secret');
  });
});

describe('hostile paths and bodies', () => {
  it.each([
    '/api/v1/nodes/..%2f..%2fetc',
    '/api/v1/nodes/not-a-node',
    '/api/v1/rollouts/..%2fALL/1',
    '/api/v1/rollouts/ALL/..%2f1',
    '/api/v1/rollouts/ALL/0',
    '/api/v1/intents/..%2f',
    '/api/v1/nodes?limit=9999',
    '/api/v1/audit?limit=0',
    '/api/v1/tiers/..%2fALL/evidence',
    '/api/v1/tiers/NONE/evidence',
    '/api/v1/receipts?limit=1001',
    '/api/v1/receipts?after=..%2f',
    '/api/v1/receipts?after=abc',
  ])('are refused: %s', async (path) => {
    const answer = await control.get(path, vic);
    expect([400, 404]).toContain(answer.status);
  });

  it('cannot act with a body that is not JSON or not as documented', async () => {
    const plain = await control.post('/api/v1/intents', {}, ada, { headers: { 'content-type': 'text/plain' } });
    expect(plain.status).toBe(415);
    const empty = await control.post('/api/v1/intents', {});
    expect(empty.status).toBe(400);
    expect((empty.body.issues as { path: string }[]).map(({ path }) => path)).toContain('body.tier');
  });

  it('cannot change anything by GET', async () => {
    expect((await control.get('/api/v1/intents', ada, { secret: 'admin' })).status).toBe(404);
  });
});

describe('the answers', () => {
  it('are as the protocol says', async () => {
    const node = await control.node('seen');
    await control.beat(node, { committed: 1 });
    const list = NodeList.parse((await control.get('/api/v1/nodes?search=seen&limit=1')).body);
    expect(list.nodes[0]).toMatchObject({ name: 'seen', status: 'active', place: 'updated', version: '1.0.0' });
    const detail = NodeDetail.parse((await control.get(`/api/v1/nodes/${node.nodeId}`)).body);
    expect(detail.wants.text).toBe('Runs 1.0.0, its tier’s target.');
    const release = ReleaseDetail.parse((await control.get('/api/v1/rollouts/ALL/1')).body);
    expect(release.nodes).toHaveLength(1);
    const history = RolloutHistory.parse((await control.get('/api/v1/rollouts?tier=ALL')).body);
    expect(history.rollouts).toHaveLength(1);
    expect(history.marks[0]).toMatchObject({ kind: 'publish', by: { kind: 'chain' } });
    AuditPage.parse((await control.get('/api/v1/audit')).body);
    const evidence = RolloutEvidence.parse((await control.get('/api/v1/tiers/ALL/evidence')).body);
    expect(evidence.nodes).toMatchObject([{ name: 'seen', committed: 1, outcome: null, stuck: false }]);
    const { rolloutId, seq } = (await control.card()).rollout;
    await control.tell(node, { rolloutId, seq, from: 0, to: 1 });
    const receipts = ReceiptPage.parse((await control.get('/api/v1/receipts?tier=ALL')).body);
    expect(receipts.receipts).toMatchObject([{ nodeId: node.nodeId, publicKey: node.publicKey }]);
  });

  it('are not sent again while nothing has changed', async () => {
    const first = await control.get('/api/v1/rollouts?tier=ORACLE');
    const etag = first.headers.get('etag') ?? '';
    const again = await control.get('/api/v1/rollouts?tier=ORACLE', vic, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });

  it('say what is unknown', async () => {
    expect((await control.get('/api/v1/rollouts/ALL/7')).body.code).toBe('release/unknown');
    expect((await control.get(`/api/v1/nodes/${NODE}`)).body.code).toBe('node/unknown');
    expect((await control.get(`/api/v1/intents/${ID}`)).body.code).toBe('intent/unknown');
  });
});

describe('enrolment by an admin', () => {
  it('makes a token once, lists it, revokes it', async () => {
    const id = randomUUID();
    const made = await control.post('/api/v1/tokens', { id, tier: 'ORACLE' });
    expect(made.body.token).toEqual(expect.any(String));
    expect((await control.post('/api/v1/tokens', { id, tier: 'ORACLE' })).status).toBe(409);
    expect((await control.post(`/api/v1/tokens/${id}/revoke`, {})).status).toBe(200);
    const list = JoinTokenList.parse((await control.get('/api/v1/tokens', ada, { secret: 'admin' })).body);
    expect(list.tokens.find((row) => row.id === id)).toMatchObject({ status: 'revoked', createdBy: 'ada' });
    expect(JSON.stringify(list)).not.toContain(String(made.body.token));
  });

  it('suspends, resumes and, with its id typed, forgets a node', async () => {
    const node = await control.node('going');
    const path = `/api/v1/nodes/${node.nodeId}`;
    expect((await control.post(`${path}/suspend`, { reason: 'repair' })).status).toBe(200);
    expect((await control.get(path)).body.status).toBe('suspended');
    expect((await control.post(`${path}/resume`, {})).status).toBe(200);
    expect((await control.post(`${path}/forget`, {})).status).toBe(400);
    expect((await control.post(`${path}/forget`, { typedId: node.nodeId })).status).toBe(200);
    expect((await control.get(path)).status).toBe(404);
    expect((await control.beat(node)).status).toBe(401);
  });
});

describe('the connection test', () => {
  it('passes for an admin and says which check fails for others', async () => {
    const answer = await control.get('/api/v1/whoami/admin', ada, { secret: 'admin' });
    expect(WhoAmI.parse(answer.body).checks.every(({ ok }) => ok)).toBe(true);
    const viewer = WhoAmI.parse((await control.get('/api/v1/whoami/admin', vic, { secret: 'admin' })).body);
    expect(viewer.checks.filter(({ ok }) => !ok).map(({ check }) => check)).toEqual(['role']);
    const wrong = await control.get('/api/v1/whoami', vic, { secret: 'admin' });
    expect(wrong.status).toBe(200);
    expect(WhoAmI.parse(wrong.body).checks).toMatchObject([{ check: 'read-secret', ok: false }]);
  });
});

describe('a hub whose chain cannot be read', () => {
  it('refuses actions and says why, and keeps what it knew', async () => {
    const node = await control.node('late');
    await control.beat(node);
    control.clock.advance(21 * 60_000);
    const stale = await until('stale', async () => {
      const list = await control.tiers();
      return list.chain.stale ? list : null;
    });
    expect(stale.chain.problem).toMatch(/min old/);
    const all = stale.tiers.find(({ tier }) => tier === 'ALL');
    expect(all?.target?.version).toBe('1.0.0');
    expect(all?.actions.pause).toMatch(/not read reliably/);
    const request = { id: randomUUID(), kind: 'pause', tier: 'ALL', expectedRollout: 1, confirm: true };
    expect(await control.post('/api/v1/intents', request)).toMatchObject({
      status: 409,
      body: { code: 'chain/stale' },
    });
  });
});
