import { describe, expect, it } from 'vitest';
import { type CheckResult } from '../attempt/health-check.ts';
import { green, keyOf, red, starting, unknown } from './check.ts';
import { judge, timedOut } from './judge.ts';

const http = 'http:8080/health';
const ok = [green('node', 'image'), green('node', 'running'), green('node', 'restarts')];

function judged(checks: CheckResult[], baseline: CheckResult[] | null = null, everGreen: CheckResult[] = []) {
  return judge({
    report: { checks },
    baseline: baseline && { checks: baseline },
    everGreen: new Set(everGreen.map(keyOf)),
  });
}

describe('judging a set', () => {
  it('is good when all is green', () => {
    expect(judged([...ok, green('node', http)])).toEqual({ kind: 'good' });
  });

  it('waits for what is starting, and for what answers wrongly but was never green', () => {
    expect(judged([...ok, starting('node', http, 'health/http-unreachable', 'ECONNREFUSED')]).kind).toBe('waiting');
    expect(judged([...ok, red('node', http, 'health/http-status', 'answers 503')]).kind).toBe('waiting');
  });

  it('falls when a check that was green is not any more, unable to run included', () => {
    const now = [...ok, unknown('node', http, 'health/http-status', 'cannot run')];
    expect(judged(now, null, [green('node', http)])).toMatchObject({ kind: 'unhealthy', code: 'health/http-status' });
  });

  it('falls at once for a broken container', () => {
    const exited = red('node', 'running', 'start/exited', 'is exited');
    expect(judged([exited])).toMatchObject({ kind: 'unhealthy', code: 'start/exited', service: 'node' });
  });

  it('takes a check that was red before the swap as advisory', () => {
    const before = [red('node', http, 'health/http-status', 'answers 503')];
    expect(judged([...ok, red('node', http, 'health/http-status', 'answers 503')], before).kind).toBe('good');
    expect(judged([...ok, red('other', http, 'health/http-status', 'answers 503')], before).kind).toBe('waiting');
  });

  it('never takes restarts as advisory', () => {
    const restarts = red('node', 'restarts', 'health/restarting', 'was restarted 2 times');
    expect(judged([restarts], [restarts])).toMatchObject({ kind: 'unhealthy', code: 'health/restarting' });
  });

  it('says at the end of the time what was not green', () => {
    const worst = starting('node', http, 'health/http-unreachable', 'ECONNREFUSED');
    expect(timedOut(worst, 5000)).toMatchObject({ code: 'health/http-unreachable', service: 'node' });
    expect(timedOut(null, 5000)).toMatchObject({ code: 'health/timeout' });
  });
});
