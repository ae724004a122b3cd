import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateSigningKey, privateKeyPem } from './signing-key.ts';
import { TrustPolicy } from './trust-policy.ts';

const alice = generateSigningKey('ed25519');
const bob = generateSigningKey('ecdsa-p256');

function issueOf(threshold: number, ...keys: readonly string[]): string | undefined {
  return TrustPolicy.safeParse({ threshold, keys }).error?.issues[0]?.message;
}

describe('TrustPolicy', () => {
  it('keeps keys by their hint', () => {
    const { keys, threshold } = TrustPolicy.parse({ threshold: 2, keys: [alice.publicKeyPem, bob.publicKeyPem] });
    expect([threshold, ...keys.keys()]).toEqual([2, alice.hint, bob.hint]);
  });

  it('counts a key that is listed twice as one signer', () => {
    expect(issueOf(2, alice.publicKeyPem, alice.publicKeyPem)).toMatch('distinct keys');
  });

  it('refuses a threshold of 0 and a policy without keys', () => {
    expect(issueOf(0, alice.publicKeyPem)).toBeDefined();
    expect(issueOf(1)).toBeDefined();
  });

  it('refuses a private key, other curves, RSA and garbage', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'pem', type: 'spki' });
    const p384 = generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).publicKey.export({
      format: 'pem',
      type: 'spki',
    });
    expect(issueOf(1, privateKeyPem(alice))).toMatch('PUBLIC KEY');
    expect(issueOf(1, rsa.toString())).toMatch('P-256 or Ed25519');
    expect(issueOf(1, p384.toString())).toMatch('P-256 or Ed25519');
    expect(issueOf(1, '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n')).toMatch('not a readable');
  });
});
