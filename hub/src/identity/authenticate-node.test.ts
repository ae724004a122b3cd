import { createHash, createHmac } from 'node:crypto';
import { verifyingKey } from '@noderr/beacon';
import { type Ms, NODE_TOKEN_TYP } from '@noderr/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { type TokenOver, TestNode } from '../testing/test-node.ts';
import { authenticateNode } from './authenticate-node.ts';
import { createKeyRing, type KeyRing } from './key-ring.ts';
import { checkBodyHash, readNodeToken } from './node-token.ts';

const AUDIENCE = 'noderr:31337:0xbeac0n';
const PATH = '/node/v1/heartbeat';
const BODY = '{"a":1}';
const NOW = 1_800_000_000_000;
const nowS = NOW / 1000;

let node: TestNode;
let keys: KeyRing;

beforeEach(() => {
  node = new TestNode(AUDIENCE);
  keys = createKeyRing();
  keys.add(node.kid, { nodeId: node.nodeId, key: verifyingKey(node.publicKey), revoked: false });
});

function attempt(authorization: string | undefined, method = 'POST', path = PATH): () => unknown {
  return () => authenticateNode(authorization, { audience: AUDIENCE, method, path, now: NOW as Ms }, keys);
}

function bearer(over: TokenOver = {}, sender = node): string {
  return `Bearer ${sender.token(PATH, BODY, over, NOW)}`;
}

describe('a node token', () => {
  it('names its sender', () => {
    expect(attempt(bearer())()).toMatchObject({ nodeId: node.nodeId });
  });

  it('is bound to its body', () => {
    const token = readNodeToken(bearer());
    expect(() => {
      checkBodyHash(token, Buffer.from(BODY));
    }).not.toThrow();
    expect(() => {
      checkBodyHash(token, Buffer.from('{"a":2}'));
    }).toThrow(expect.objectContaining({ code: 'identity/wrong-body' }));
  });

  const refusals: [string, string, () => string | undefined][] = [
    ['no token', 'identity/missing', () => undefined],
    ['basic credentials', 'identity/malformed', () => 'Basic YTpi'],
    ['garbage', 'identity/malformed', () => 'Bearer a.b.c'],
    ['four parts', 'identity/malformed', () => `${bearer()}.x`],
    ['an endless token', 'identity/malformed', () => `Bearer ${'a'.repeat(5000)}.b.c`],
    ['alg none', 'identity/malformed', () => bearer({ header: { alg: 'none' } })],
    ['HS256 keyed with the public key', 'identity/malformed', () => `Bearer ${hs256(node)}`],
    ['an embedded jwk', 'identity/malformed', () => bearer({ header: { jwk: { kty: 'OKP' } } })],
    ['another type', 'identity/malformed', () => bearer({ header: { typ: 'JWT' } })],
    ['another audience', 'identity/wrong-audience', () => bearer({ claims: { aud: 'noderr:1:0xother' } })],
    ['another method', 'identity/wrong-request', () => bearer({ claims: { htm: 'GET' } })],
    ['another path', 'identity/wrong-request', () => bearer({ claims: { htu: '/node/v1/events' } })],
    ['a life above 60 s', 'identity/malformed', () => bearer({ claims: { exp: nowS + 61 } })],
    ['an end before its beginning', 'identity/malformed', () => bearer({ claims: { exp: nowS - 1 } })],
    ['an expired one', 'identity/expired', () => bearer({ claims: { iat: nowS - 66, exp: nowS - 6 } })],
    ['one from the future', 'identity/from-the-future', () => bearer({ claims: { iat: nowS + 6, exp: nowS + 60 } })],
    ['an unknown key', 'identity/unknown-key', () => bearer({}, new TestNode(AUDIENCE))],
    ["another node's id", 'identity/bad-signature', () => bearer({ claims: { sub: new TestNode(AUDIENCE).nodeId } })],
    [
      "another node's kid",
      'identity/bad-signature',
      () => bearer({ header: { kid: node.kid } }, new TestNode(AUDIENCE)),
    ],
  ];
  it.each(refusals)('is refused: %s', (_name, code, make) => {
    expect(attempt(make())).toThrow(expect.objectContaining({ code }));
  });

  it('is refused with one bit of the claims or the signature flipped', () => {
    const [header = '', claims = '', signature = ''] = node.token(PATH, BODY, {}, NOW).split('.');
    const flipped = Buffer.from(signature, 'base64url');
    flipped.writeUInt8(flipped.readUInt8(0) ^ 1, 0);
    const forged = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
    const otherClaims = Buffer.from(JSON.stringify({ ...forged, bh: 'x' })).toString('base64url');
    for (const token of [
      `${header}.${claims}.${flipped.toString('base64url')}`,
      `${header}.${otherClaims}.${signature}`,
      `${header}.${claims}.${signature.slice(0, 40)}`,
    ]) {
      expect(attempt(`Bearer ${token}`)).toThrow(expect.objectContaining({ code: 'identity/bad-signature' }));
    }
  });

  it('is refused once its key is revoked', () => {
    keys.revokeAllOf(node.nodeId);
    expect(attempt(bearer())).toThrow(expect.objectContaining({ code: 'identity/revoked' }));
  });

  it('is taken within the leeway of two clocks', () => {
    expect(attempt(bearer({ claims: { iat: nowS - 63, exp: nowS - 3 } }))).not.toThrow();
    expect(attempt(bearer({ claims: { iat: nowS + 4, exp: nowS + 60 } }))).not.toThrow();
  });
});

function hs256(sender: TestNode): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const bh = createHash('sha256').update(BODY).digest('base64url');
  const claims = { sub: sender.nodeId, aud: AUDIENCE, iat: nowS, exp: nowS + 60, htm: 'POST', htu: PATH, bh };
  const signed = `${part({ alg: 'HS256', typ: NODE_TOKEN_TYP, kid: sender.kid })}.${part(claims)}`;
  const secret = Buffer.from(sender.publicKey.slice(2), 'hex');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
