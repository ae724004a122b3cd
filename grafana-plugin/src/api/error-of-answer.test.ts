import { describe, expect, it } from 'vitest';
import { errorOfAnswer } from './error-of-answer.ts';

const RIGHT = 'noderr-hub-app.rollouts:write';
const of = (status: number, body: unknown) => errorOfAnswer({ status, body, etag: null }, RIGHT);

describe('errorOfAnswer', () => {
  it('names the right when Grafana’s proxy denies the route', () => {
    const error = of(403, { message: 'plugin proxy route access denied' });
    expect(error.code).toBe('right-missing');
    expect(error.right).toBe(RIGHT);
    expect(error.message).toContain(RIGHT);
  });

  it('takes the hub’s own words when it denies', () => {
    const error = of(403, { code: 'grafana/missing-right', message: 'needs the role Admin' });
    expect(error).toMatchObject({ code: 'right-missing', message: 'needs the role Admin' });
  });

  it('does not take another 403 of the hub for a missing right', () => {
    expect(of(403, { code: 'grafana/wrong-secret', message: 'wrong admin secret' })).toMatchObject({
      code: 'refused',
      message: 'wrong admin secret',
    });
  });

  it.each([
    [0, null, 'unreachable'],
    [502, '', 'unreachable'],
    [504, undefined, 'unreachable'],
    [404, { message: 'plugin route match not found' }, 'not-configured'],
    [404, { code: 'node/unknown', message: 'no such node' }, 'not-found'],
    [409, { code: 'intent/stale', message: 'the rollout changed' }, 'refused'],
    [429, { code: 'request/rate-limited', message: 'slower' }, 'busy'],
    [500, { code: 'internal/failed', message: 'x' }, 'failed'],
    [401, { message: 'Unauthorized' }, 'refused'],
  ] as const)('%d %j is %s', (status, body, code) => {
    expect(of(status, body).code).toBe(code);
  });

  it('keeps the problem with its issues', () => {
    const problem = { code: 'request/invalid', message: 'bad', issues: [{ path: 'body.to', message: 'missing' }] };
    expect(of(400, problem).problem).toEqual(problem);
  });
});
