import { describe, expect, it } from 'vitest';
import { createSecretCheck } from './plugin-secret.ts';

const READ = 'read-secret-0123456789';
const NEW_READ = 'read-secret-9876543210';
const ADMIN = 'admin-secret-0123456789';

describe('the plugin secrets', () => {
  const check = createSecretCheck({ read: [NEW_READ, READ], admin: [ADMIN] });

  it('are valid for their own right only', () => {
    expect(check('admin', ADMIN)).toBe('valid');
    expect(check('admin', READ)).toBe('wrong');
    expect(check('read', ADMIN)).toBe('wrong');
  });

  it('are valid two at once while they rotate', () => {
    expect(check('read', READ)).toBe('valid');
    expect(check('read', NEW_READ)).toBe('valid');
  });

  it.each([undefined, '', '<no value>'])('are absent when Grafana sends %j', (presented) => {
    expect(check('read', presented)).toBe('absent');
  });

  it('cannot be configured as the placeholder of an unset secret, too short, missing, shared or three at once', () => {
    expect(() => createSecretCheck({ read: ['<no value>'], admin: [ADMIN] })).toThrow(/no read secret/);
    expect(() => createSecretCheck({ read: ['short'], admin: [ADMIN] })).toThrow(/shorter/);
    expect(() => createSecretCheck({ read: [], admin: [ADMIN] })).toThrow(/one or two/);
    expect(() => createSecretCheck({ read: [READ, NEW_READ, ADMIN], admin: [ADMIN] })).toThrow(/one or two/);
    expect(() => createSecretCheck({ read: [ADMIN], admin: [ADMIN] })).toThrow(/differ/);
  });
});
