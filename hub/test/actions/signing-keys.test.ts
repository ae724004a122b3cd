import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createIdTokenVerifier, type IdTokenVerifier } from '../../src/grafana/id-token.ts';
import { createSigningKeys, signingKeysUrl } from '../../src/grafana/signing-keys.ts';

const ISSUER = 'http://grafana.test/';

interface Signer {
  key: CryptoKey;
  jwk: object;
  mint(): Promise<string>;
}

async function signer(kid: string): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  return {
    key: privateKey,
    jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' },
    mint: () =>
      new SignJWT({ type: 'user', role: 'Viewer', username: 'vic', sub: 'user:3', iss: ISSUER, aud: 'org:1' })
        .setProtectedHeader({ alg: 'ES256', kid })
        .setIssuedAt()
        .setExpirationTime('10m')
        .sign(privateKey),
  };
}

const verifierOf = (source: Parameters<typeof createSigningKeys>[0]): IdTokenVerifier =>
  createIdTokenVerifier({ issuer: ISSUER, audience: 'org:1' }, { keys: createSigningKeys(source), clock: systemClock });

describe('signing keys at a URL', () => {
  let server: Server;
  let answer: { status: number; body: unknown };
  let asked: string[];
  let root: string;

  beforeEach(async () => {
    answer = { status: 200, body: { keys: [] } };
    asked = [];
    server = createServer((request, reply) => {
      asked.push(request.url ?? '');
      reply.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    root = `http://127.0.0.1:${(server.address() as AddressInfo).port}/grafana`;
  });

  afterEach(() => {
    server.close();
  });

  it('are read from Grafana’s own path once, not at each request', async () => {
    const month = await signer('month');
    answer.body = { keys: [month.jwk] };
    const verify = verifierOf({ kind: 'url', url: signingKeysUrl(root) });
    for (let i = 0; i < 5; i += 1) expect(await verify(await month.mint())).toMatchObject({ ok: true });
    expect(asked).toEqual(['/grafana/api/signing-keys/keys']);
  });

  it('that cannot be read make no token valid, and none forged', async () => {
    const month = await signer('month');
    answer = { status: 503, body: {} };
    expect(await verifierOf({ kind: 'url', url: signingKeysUrl(root) })(await month.mint())).toEqual({
      ok: false,
      fault: 'keys-unavailable',
    });
    answer = { status: 200, body: 'no key set' };
    expect(await verifierOf({ kind: 'url', url: signingKeysUrl(root) })(await month.mint())).toEqual({
      ok: false,
      fault: 'keys-unavailable',
    });
  });

  it('are never followed to another host', async () => {
    const month = await signer('month');
    const elsewhere = createServer((_request, reply) => {
      reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [month.jwk] }));
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const redirecting = createServer((_request, reply) => {
      reply.writeHead(302, { location: `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/` }).end();
    }).listen(0, '127.0.0.1');
    await once(redirecting, 'listening');
    try {
      const url = new URL(`http://127.0.0.1:${(redirecting.address() as AddressInfo).port}/keys`);
      expect(await verifierOf({ kind: 'url', url })(await month.mint())).toEqual({
        ok: false,
        fault: 'keys-unavailable',
      });
    } finally {
      elsewhere.close();
      redirecting.close();
    }
  });
});

describe('signing keys in a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'noderr-keys-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('are read again when the file changes', async () => {
    const path = join(folder, 'jwks.json');
    const [first, second] = [await signer('first'), await signer('second')];
    writeFileSync(path, JSON.stringify({ keys: [first.jwk] }));
    const verify = verifierOf({ kind: 'file', path });
    expect(await verify(await first.mint())).toMatchObject({ ok: true });
    expect(await verify(await second.mint())).toEqual({ ok: false, fault: 'forged' });
    writeFileSync(path, JSON.stringify({ keys: [second.jwk] }));
    utimesSync(path, new Date(), new Date(Date.now() + 5_000));
    expect(await verify(await second.mint())).toMatchObject({ ok: true });
    expect(await verify(await first.mint())).toEqual({ ok: false, fault: 'forged' });
  });

  it('that is missing or no key set makes no token valid', async () => {
    const month = await signer('month');
    const path = join(folder, 'jwks.json');
    expect(await verifierOf({ kind: 'file', path })(await month.mint())).toMatchObject({ fault: 'keys-unavailable' });
    writeFileSync(path, '{"keys": "none"}');
    expect(await verifierOf({ kind: 'file', path })(await month.mint())).toMatchObject({ fault: 'keys-unavailable' });
  });
});
