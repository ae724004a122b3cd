import { generateKeyPair, exportJWK, SignJWT, createLocalJWKSet, type CryptoKey, type JWTPayload } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Ms } from '@noderr/protocol';
import { createIdTokenVerifier, type IdTokenVerifier } from './id-token.ts';

const ISSUER = 'http://grafana.test/';
const NOW = 1_790_000_000;
const person: JWTPayload = { type: 'user', role: 'Admin', username: 'ada', identifier: 'abc', email: 'ada@test' };

let key: CryptoKey;
let foreign: CryptoKey;
let verify: IdTokenVerifier;

function mint(over: JWTPayload = {}, options: { key?: CryptoKey; kid?: string } = {}): Promise<string> {
  return new SignJWT({ ...person, iss: ISSUER, aud: 'org:1', sub: 'user:7', iat: NOW, exp: NOW + 600, ...over })
    .setProtectedHeader({ alg: 'ES256', typ: 'jwt', kid: options.kid ?? 'month' })
    .sign(options.key ?? key);
}

beforeAll(async () => {
  const pair = await generateKeyPair('ES256', { extractable: true });
  key = pair.privateKey;
  foreign = (await generateKeyPair('ES256')).privateKey;
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'month', alg: 'ES256' };
  verify = createIdTokenVerifier(
    { issuer: ISSUER, audience: 'org:1' },
    { keys: createLocalJWKSet({ keys: [jwk] }), clock: { now: () => (NOW * 1000) as Ms } },
  );
});

describe('an ID token of Grafana', () => {
  it('names the person', async () => {
    expect(await verify(await mint())).toEqual({ ok: true, user: { id: 'user:7', login: 'ada', role: 'Admin' } });
  });

  it.each<[string, Record<string, unknown>]>([
    ['expired', { exp: NOW - 60, iat: NOW - 700 }],
    ['wrong-issuer', { iss: 'http://elsewhere.test/' }],
    ['wrong-audience', { aud: 'org:2' }],
    ['wrong-audience', { aud: ['org:1', 'org:2'] }],
    ['not-a-person', { type: 'service-account', username: undefined }],
    ['malformed', { sub: 'service-account:7' }],
    ['malformed', { role: 'Owner' }],
    ['malformed', { exp: undefined }],
    ['malformed', { username: undefined }],
  ])('is refused as %s with %j', async (fault, over) => {
    const verdict = await verify(await mint(over));
    expect(verdict).toEqual({ ok: false, fault });
  });

  it('is refused when another key signed it, under a known or an unknown id', async () => {
    expect(await verify(await mint({}, { key: foreign }))).toEqual({ ok: false, fault: 'forged' });
    expect(await verify(await mint({}, { key: foreign, kid: 'other' }))).toEqual({ ok: false, fault: 'forged' });
  });

  it('is refused without a signature, with a shared secret or with a changed body', async () => {
    const [header = '', , signature = ''] = (await mint({ role: 'Viewer' })).split('.');
    const body = Buffer.from(JSON.stringify({ ...person, iss: ISSUER, aud: 'org:1', sub: 'user:7', exp: NOW + 600 }));
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const shared = await new SignJWT(person)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode('0123456789abcdef0123456789abcdef'));
    expect(await verify(`${header}.${body.toString('base64url')}.${signature}`)).toEqual({
      ok: false,
      fault: 'forged',
    });
    expect(await verify(`${none}.${body.toString('base64url')}.`)).toEqual({ ok: false, fault: 'forged' });
    expect(await verify(shared)).toEqual({ ok: false, fault: 'forged' });
  });

  it('is refused when it is missing or no token at all', async () => {
    expect(await verify(undefined)).toEqual({ ok: false, fault: 'absent' });
    expect(await verify('')).toEqual({ ok: false, fault: 'absent' });
    expect(await verify('{"role":"Admin"}')).toEqual({ ok: false, fault: 'malformed' });
  });

  it('cannot be judged while the keys cannot be read', async () => {
    const broken = createIdTokenVerifier(
      { issuer: ISSUER, audience: 'org:1' },
      { keys: () => Promise.reject(new Error('connection refused')), clock: { now: () => (NOW * 1000) as Ms } },
    );
    expect(await broken(await mint())).toEqual({ ok: false, fault: 'keys-unavailable' });
  });
});
