import { describe, expect, it } from 'vitest';
import { createAccess, type Headers } from './access.ts';
import { createConnectionTest } from './connection-test.ts';
import { type IdTokenVerdict } from './id-token.ts';
import { createSecretCheck } from './plugin-secret.ts';

const READ = 'read-secret-0123456789';
const ADMIN = 'admin-secret-0123456789';
const secrets = createSecretCheck({ read: [READ], admin: [ADMIN] });

/** Stands for the signed tokens, whose own checks are tested beside them. */
const verdicts: Record<string, IdTokenVerdict> = {
  admin: { ok: true, user: { id: 'user:1', login: 'ada', role: 'Admin' } },
  viewer: { ok: true, user: { id: 'user:2', login: 'vic', role: 'Viewer' } },
  expired: { ok: false, fault: 'expired' },
  issuer: { ok: false, fault: 'wrong-issuer' },
  down: { ok: false, fault: 'keys-unavailable' },
};
const idToken = (token: string | undefined): Promise<IdTokenVerdict> =>
  Promise.resolve(verdicts[token ?? ''] ?? { ok: false, fault: 'absent' });
const access = createAccess({
  secrets,
  idToken,
  readTokens: { isReadToken: (token) => Promise.resolve(token === 'standing') },
});

const from = (secret: string, token?: string): Headers => ({
  'x-noderr-secret': secret,
  ...(token === undefined ? {} : { 'x-grafana-id': token }),
});

describe('access through Grafana', () => {
  it('lets everybody with both factors read, and admins with both factors act', async () => {
    expect(await access.reader(from(READ, 'viewer'))).toMatchObject({ kind: 'person', user: { login: 'vic' } });
    expect(await access.admin(from(ADMIN, 'admin'), 'x:write')).toMatchObject({ login: 'ada' });
  });

  it('names the missing right to a Viewer, whichever secret came along', async () => {
    for (const secret of [READ, ADMIN]) {
      await expect(access.admin(from(secret, 'viewer'), 'x:write')).rejects.toMatchObject({
        code: 'grafana/missing-right',
        message: expect.stringContaining('x:write') as string,
      });
    }
  });

  it.each([
    [from(READ, 'admin'), 'grafana/wrong-secret'],
    [from('<no value>', 'admin'), 'grafana/wrong-secret'],
    [from(ADMIN), 'grafana/id-token-missing'],
    [from(ADMIN, 'expired'), 'grafana/id-token-invalid'],
    [from(ADMIN, 'down'), 'grafana/keys-unreachable'],
    [{ ...from(ADMIN), 'x-grafana-user': 'ada', 'x-grafana-context': '{"role":"Admin"}' }, 'grafana/id-token-missing'],
    [{ ...from(ADMIN), 'x-grafana-id': ['admin', 'viewer'] }, 'grafana/id-token-missing'],
    [{ 'x-grafana-id': 'admin', 'x-noderr-secret': [ADMIN, READ] }, 'grafana/wrong-secret'],
    [{ authorization: 'Bearer standing' }, 'grafana/id-token-missing'],
  ])('refuses an action from %j with %s', async (headers, code) => {
    await expect(access.admin(headers, 'x:write')).rejects.toMatchObject({ code });
  });

  it('lets a standing read token read, and nothing but a known one', async () => {
    expect(await access.reader({ authorization: 'Bearer standing' })).toEqual({ kind: 'token' });
    await expect(access.reader({ authorization: 'Bearer guessed' })).rejects.toMatchObject({
      code: 'grafana/wrong-secret',
    });
  });
});

describe('the connection test', () => {
  const test = createConnectionTest({ secrets, idToken, chainProblem: () => '', hubVersion: '1.0.0' });
  const failed = async (...args: Parameters<typeof test>): Promise<string[]> =>
    (await test(...args)).checks.filter((check) => !check.ok).map((check) => check.check);

  it('passes each check for an admin', async () => {
    const answer = await test('admin', from(ADMIN, 'admin'));
    expect(answer.checks.map((check) => check.check)).toEqual([
      'admin-secret',
      'id-token',
      'issuer',
      'audience',
      'user-type',
      'role',
      'chain',
    ]);
    expect(answer.checks.every((check) => check.ok)).toBe(true);
  });

  it('says which one is wrong', async () => {
    expect(await failed('read', from(ADMIN, 'admin'))).toEqual(['read-secret']);
    expect(await failed('admin', from(ADMIN, 'issuer'))).toEqual(['issuer']);
    expect(await failed('admin', from(ADMIN, 'viewer'))).toEqual(['role']);
    expect(await failed('read', from(READ, 'viewer'))).toEqual([]);
  });

  it('says nothing of the token to somebody without the secret', async () => {
    const answer = await test('read', from('guessed-guessed-guessed', 'admin'));
    expect(answer.user).toBeNull();
    expect(answer.checks).toHaveLength(1);
  });
});
