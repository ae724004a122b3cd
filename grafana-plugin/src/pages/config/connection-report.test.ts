import { type WhoAmI } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { HubError, type HubErrorCode } from '../../api/hub-error.ts';
import { type Asked, type CheckRow, connectionReport } from './connection-report.ts';

const URL = 'http://hub:8080';
type Check = WhoAmI['checks'][number];

function hub(...checks: Check[]): WhoAmI {
  return { checks, user: { login: 'mara', role: 'Admin' }, hubVersion: '0.1.0' };
}

function good(check: Check['check']): Check {
  return { check, ok: true, message: 'fine' };
}

function bad(check: Check['check']): Check {
  return { check, ok: false, message: `wrong ${check}` };
}

function error(code: HubErrorCode): HubError {
  return new HubError(code, code, { status: 500 });
}

const READ = hub(
  good('read-secret'),
  good('id-token'),
  good('issuer'),
  good('audience'),
  good('user-type'),
  good('chain'),
);
const ADMIN = hub(good('admin-secret'), good('id-token'), good('role'), good('chain'));

function states(read: Asked | null, admin: Asked | null, url = URL): Record<string, CheckRow['state']> {
  return Object.fromEntries(connectionReport(url, read, admin).rows.map(({ check, state }) => [check, state]));
}

describe('connectionReport', () => {
  it('is right in every row when both answers are', () => {
    expect(new Set(Object.values(states(READ, ADMIN)))).toEqual(new Set(['ok']));
    expect(connectionReport(URL, READ, ADMIN)).toMatchObject({ user: { login: 'mara' }, hubVersion: '0.1.0' });
  });

  it('asks nothing of a hub without an address', () => {
    const found = states(null, null, '');
    expect(found['hub-url']).toBe('failed');
    expect(Object.values(found).filter((state) => state === 'unknown')).toHaveLength(11);
  });

  it.each([
    ['unreachable', /curl HUB_URL/],
    ['not-configured', /Restart Grafana/],
    ['answer-invalid', /not a hub/],
    ['not-found', /not a hub/],
    ['busy', /Wait a minute/],
  ] as const)('says what to do about %s', (code, fix) => {
    const row = connectionReport(URL, error(code), error(code)).rows.find(({ check }) => check === 'reachable');
    expect(row).toMatchObject({ state: 'failed', text: code });
    expect(row?.fix).toMatch(fix);
  });

  it('tells a missing right of Grafana from a hub that is away', () => {
    expect(states(READ, error('right-missing'))).toMatchObject({
      reachable: 'ok',
      'read-right': 'ok',
      'admin-right': 'failed',
      'admin-secret': 'unknown',
      role: 'unknown',
    });
    expect(states(error('right-missing'), error('right-missing')).reachable).toBe('unknown');
  });

  it('knows nothing of the token behind a wrong secret, unless the other secret is right', () => {
    const wrong = hub(bad('read-secret'));
    expect(states(wrong, hub(bad('admin-secret')))).toMatchObject({ 'read-secret': 'failed', 'id-token': 'unknown' });
    expect(states(wrong, ADMIN)).toMatchObject({ 'read-secret': 'failed', 'id-token': 'ok' });
  });

  it('takes the worse of two answers', () => {
    const report = connectionReport(URL, READ, hub(good('admin-secret'), bad('id-token')));
    expect(report.rows.find(({ check }) => check === 'id-token')).toMatchObject({
      state: 'failed',
      text: 'Wrong id-token',
    });
  });
});
