import { describe, expect, it } from 'vitest';
import { isPublicName, isSecretName } from './secret-names.ts';

describe('names of fields', () => {
  it.each([
    'password',
    'dbPassword',
    'API_KEY',
    'x-api-key',
    'joinToken',
    'accessTokens',
    'Set-Cookie',
    'seed',
    'PRIVATE_KEY',
  ])('%s is secret', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each(['market', 'key', 'tokenId', 'seedNodes', 'publicKey', 'passed', 'message'])('%s is not secret', (name) => {
    expect(isSecretName(name)).toBe(false);
  });

  it.each(['hash', 'txHash', 'tx_hash', 'blockhash', 'digest', 'stateRoot', 'id', 'nodeId', 'node_id', 'rolloutID'])(
    '32 bytes in %s are public',
    (name) => {
      expect(isPublicName(name)).toBe(true);
    },
  );

  it.each(['bid', 'valid', 'value', 'key', 'data', 'account'])('32 bytes in %s may be a key', (name) => {
    expect(isPublicName(name)).toBe(false);
  });
});
