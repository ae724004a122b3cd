import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateSigningKey, privateKeyPem, readSigningKey, SigningKeyError } from './signing-key.ts';

describe('readSigningKey', () => {
  it.each(['ed25519', 'ecdsa-p256'] as const)(
    'reads %s keys as they were written, with and without a passphrase',
    (kind) => {
      const key = generateSigningKey(kind);
      expect(readSigningKey(privateKeyPem(key)).hint).toBe(key.hint);
      expect(readSigningKey(privateKeyPem(key, 'secret'), 'secret').publicKeyPem).toBe(key.publicKeyPem);
    },
  );

  it('refuses a wrong or missing passphrase', () => {
    const pem = privateKeyPem(generateSigningKey('ed25519'), 'secret');
    expect(() => readSigningKey(pem, 'other')).toThrow(SigningKeyError);
    expect(() => readSigningKey(pem)).toThrow('passphrase');
  });

  it('refuses keys that nodes could not judge', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'pem', type: 'pkcs8' });
    expect(() => readSigningKey(rsa.toString())).toThrow('neither');
  });

  it("says what to do with cosign's own encrypted form", () => {
    expect(() => readSigningKey('-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n')).toThrow('openssl genpkey');
  });
});
