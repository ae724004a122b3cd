import { createRemoteJWKSet, jwtVerify } from 'jose';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fixtureSecrets } from '../test/fixture-secrets.ts';
import { startWorkbench, type Workbench } from './server.ts';

let workbench: Workbench;
let secrets: Awaited<ReturnType<typeof fixtureSecrets>>;
let hub: Server;
let seen: { request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>; body: string }[];
const PROXY = '/api/plugin-proxy/noderr-hub-app';

beforeAll(async () => {
  hub = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString('utf8')));
    request.on('end', () => {
      seen.push({ request: { method: request.method, url: request.url, headers: request.headers }, body });
      response.writeHead(request.headers['if-none-match'] ? 304 : 200, { etag: '"1"' }).end();
    });
  });
  await new Promise<void>((done) => hub.listen(0, '127.0.0.1', done));
  secrets = await fixtureSecrets();
  workbench = await startWorkbench({
    hubUrl: `http://127.0.0.1:${(hub.address() as AddressInfo).port}`,
    ...secrets,
  });
});
beforeEach(() => {
  seen = [];
});
afterAll(async () => {
  await workbench.close();
  hub.close();
  await secrets.remove();
});

function ask(path: string, role: string | null, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (role !== null) headers.set('x-workbench-user', role);
  return fetch(`${workbench.url}${path}`, { ...init, headers });
}

describe('the workbench as plugin proxy', () => {
  it('sends the read secret and an ID token with the claims of Grafana', async () => {
    expect((await ask(`${PROXY}/hub/tiers?tier=ALL`, 'Viewer')).status).toBe(200);
    const { headers, url } = seen[0]?.request ?? {};
    expect(url).toBe('/api/v1/tiers?tier=ALL');
    expect(headers?.cookie).toBeUndefined();
    const { payload, protectedHeader } = await jwtVerify(
      String(headers?.['x-grafana-id']),
      createRemoteJWKSet(new URL(workbench.jwksUrl)),
      { issuer: `${workbench.url}/`, audience: 'org:1', algorithms: ['ES256'] },
    );
    expect(payload).toMatchObject({
      type: 'user',
      role: 'Viewer',
      username: 'viewer',
      sub: 'user:3',
      namespace: 'default',
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
    expect(protectedHeader.kid).toMatch(/^default-\d{4}-\d{2}-es256/);
  });

  it('denies a viewer’s POST as Grafana does, before the hub hears of it', async () => {
    const answer = await ask(`${PROXY}/hub/intents`, 'Viewer', { method: 'POST', body: '{}' });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toEqual({ message: 'plugin proxy route access denied' });
    expect(seen).toEqual([]);
  });

  it('passes an admin’s POST on with the admin secret and the body', async () => {
    await ask(`${PROXY}/hub/intents`, 'Admin:mara', {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json', cookie: 'grafana_session=1' },
    });
    expect(seen[0]?.body).toBe('{"a":1}');
    expect(seen[0]?.request.headers.cookie).toBeUndefined();
    expect(seen[0]?.request.headers['x-noderr-secret']).not.toBe('<no value>');
  });

  it('passes If-None-Match and a 304', async () => {
    const answer = await ask(`${PROXY}/hub/tiers`, 'Admin', { headers: { 'if-none-match': '"1"' } });
    expect(answer.status).toBe(304);
    expect(answer.headers.get('etag')).toBe('"1"');
  });

  it('knows no other verbs and paths', async () => {
    const answer = await ask(`${PROXY}/hub/tokens/1`, 'Admin', { method: 'DELETE' });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ message: 'plugin route match not found' });
  });

  it('passes no dots on', async () => {
    expect((await ask(`${PROXY}/hub/nodes/..%2ftokens`, 'Viewer')).status).toBe(400);
    expect(seen).toEqual([]);
  });
});

describe('the workbench against other pages of the same browser', () => {
  it('mints nothing without its own header', async () => {
    expect((await ask(`${PROXY}/hub/tiers`, null)).status).toBe(401);
    expect((await ask(`${PROXY}/hub/tiers`, 'Owner')).status).toBe(401);
    expect(seen).toEqual([]);
  });

  it('serves nothing outside of its folders', async () => {
    expect((await ask('/public/plugins/noderr-hub-app/..%2fpackage.json', null)).status).toBe(404);
    expect((await ask('/workbench/..%2f..%2fpackage.json', null)).status).toBe(404);
  });

  it('listens on loopback', () => {
    expect(new URL(workbench.url).hostname).toBe('127.0.0.1');
  });
});
