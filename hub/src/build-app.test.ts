import { Address } from '@noderr/protocol';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type HubApp } from './app.ts';
import { buildApp } from './build-app.ts';
import { HubError } from './problem/hub-error.ts';

let app: HubApp | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

function makeApp(register: (scope: HubApp) => void): Promise<HubApp> {
  const options = { trustedProxies: [], tls: null, requestTimeoutMs: 5_000, requestsPerMinute: 5, version: '0.0.0' };
  return buildApp(options, { logger: pino({ level: 'silent' }), routes: [register] });
}

const Thing = z.object({ things: z.array(z.object({ n: z.int() })) });

function thing(scope: HubApp): void {
  scope.post('/things', { schema: { body: Thing, response: { 200: Thing } } }, (request) => request.body);
  scope.get('/refused', { schema: { response: { 200: Thing } } }, () => {
    throw new HubError('node/unknown', 'there is no such node');
  });
  scope.get('/broken', { schema: { response: { 200: Thing } } }, () => {
    throw new Error('the secret is hunter2');
  });
  scope.get('/lying', { schema: { response: { 200: Thing } } }, () => ({ things: [{ n: 0.5 }] }));
  scope.get('/address', { schema: { response: { 200: z.object({ at: Address }) } } }, () => ({
    at: Address.parse(`0x${'A'.repeat(40)}`),
  }));
}

describe('the app', () => {
  it('answers bad input with every path', async () => {
    app = await makeApp(thing);
    const reply = await app.inject({ method: 'POST', url: '/things', payload: { things: [{ n: 1 }, { n: 'x' }] } });
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({ code: 'request/invalid', issues: [{ path: 'body.things[1].n' }] });
  });

  it('answers broken JSON with 400 and where it is', async () => {
    app = await makeApp(thing);
    const headers = { 'content-type': 'application/json' };
    const reply = await app.inject({ method: 'POST', url: '/things', headers, payload: '{"things": [' });
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({ code: 'request/invalid', issues: [{ path: 'body' }] });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'refuses a POST of %s',
    async (type) => {
      app = await makeApp(thing);
      const headers = { 'content-type': type };
      const reply = await app.inject({ method: 'POST', url: '/things', headers, payload: '{"things":[]}' });
      expect(reply.statusCode).toBe(415);
      expect(reply.json()).toMatchObject({ code: 'request/not-json' });
    },
  );

  it('refuses compressed bodies', async () => {
    app = await makeApp(thing);
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const reply = await app.inject({ method: 'POST', url: '/things', headers, payload: '{"things":[]}' });
    expect(reply.statusCode).toBe(415);
  });

  it('refuses bodies over the limit', async () => {
    app = await makeApp(thing);
    const payload = { things: Array.from({ length: 20_000 }, (_, n) => ({ n })) };
    const reply = await app.inject({ method: 'POST', url: '/things', payload });
    expect(reply.statusCode).toBe(413);
    expect(reply.json()).toMatchObject({ code: 'request/too-large' });
  });

  it('maps codes to statuses, and says nothing of what broke inside', async () => {
    app = await makeApp(thing);
    const refused = await app.inject('/refused');
    expect(refused.statusCode).toBe(404);
    expect(refused.json()).toEqual({ code: 'node/unknown', message: 'there is no such node' });
    for (const url of ['/broken', '/lying']) {
      const broken = await app.inject(url);
      expect(broken.statusCode).toBe(500);
      expect(broken.json()).toEqual({ code: 'internal/failed', message: 'the hub failed' });
    }
  });

  it('sends protocol types with one-way transforms', async () => {
    app = await makeApp(thing);
    expect((await app.inject('/address')).json()).toEqual({ at: `0x${'a'.repeat(40)}` });
  });

  it('answers unknown routes and malformed addresses with a problem', async () => {
    app = await makeApp(thing);
    const unknown = await app.inject('/nothing?secret=1');
    expect(unknown.statusCode).toBe(404);
    expect(unknown.json()).toEqual({ code: 'route/unknown', message: 'there is no GET /nothing' });
    const malformed = await app.inject('/%zz');
    expect(malformed.statusCode).toBe(400);
    expect(malformed.json()).toMatchObject({ code: 'request/invalid' });
  });

  it('limits the requests of one address', async () => {
    app = await makeApp(thing);
    const statuses = [];
    for (let i = 0; i < 6; i += 1) statuses.push((await app.inject('/address')).statusCode);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    const limited = await app.inject('/address');
    expect(limited.json()).toMatchObject({ code: 'request/rate-limited' });
    expect(limited.headers['retry-after']).toBeDefined();
  });

  it('allows no other origin and sets no cookie', async () => {
    app = await makeApp(thing);
    const reply = await app.inject({ url: '/address', headers: { origin: 'https://evil.example' } });
    expect(reply.headers['access-control-allow-origin']).toBeUndefined();
    expect(reply.headers['set-cookie']).toBeUndefined();
    const preflight = await app.inject({
      method: 'OPTIONS',
      url: '/things',
      headers: { origin: 'https://evil.example' },
    });
    expect(preflight.statusCode).toBe(404);
  });
});
