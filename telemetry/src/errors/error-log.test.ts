import { Registry } from '@prometheus-io/client';
import { describe, expect, it } from 'vitest';
import { ErrorLog } from './error-log.ts';
import { fingerprint } from './fingerprint.ts';

function errorAt(stack: string, name = 'TypeError', message = 'no'): Error {
  return Object.assign(new Error(message), { name, stack: `${name}: ${message}\n${stack}` });
}

describe('fingerprint', () => {
  const here =
    'TypeError: a\n    at fill (file:///srv/a/src/orders.ts:10:5)\n    at async run (/srv/a/src/main.ts:3:1)';

  it('does not change with the message, lines, or the folder of the service', () => {
    const there =
      'TypeError: b\n    at fill (file:///opt/b/src/orders.ts:99:1)\n    at async run (/opt/b/src/main.ts:4:2)';
    expect(fingerprint('TypeError', there)).toBe(fingerprint('TypeError', here));
  });

  it('changes with the class, the function and the file', () => {
    const others = [
      fingerprint('RangeError', here),
      fingerprint('TypeError', here.replace('fill', 'cancel')),
      fingerprint('TypeError', here.replace('orders.ts', 'books.ts')),
    ];
    expect(new Set([...others, fingerprint('TypeError', here)]).size).toBe(4);
  });
});

describe('the error log', () => {
  it('counts a fault once more and keeps when it came first', () => {
    let now = 1000;
    const log = new ErrorLog(new Registry(), 5, () => now);
    const error = errorAt('    at fill (/srv/orders.ts:1:1)');
    log.capture(error);
    now = 2000;
    log.capture(error);
    expect(log.recent()).toMatchObject([{ class: 'TypeError', message: 'no', count: 2, firstAt: 1000, lastAt: 2000 }]);
  });

  it('keeps the last ones, the newest first', () => {
    const log = new ErrorLog(new Registry(), 2, () => 0);
    for (const name of ['a', 'b', 'a', 'c']) log.capture(errorAt(`    at ${name} (/srv/x.ts:1:1)`));
    expect(log.recent().map(({ stack, count }) => [/at (\w)/.exec(stack)?.[1], count])).toEqual([
      ['c', 1],
      ['a', 2],
    ]);
  });

  it('tells a fault by its own frames, not by those that its message quotes', () => {
    const log = new ErrorLog(new Registry(), 5, () => 0);
    const wrapped = (quoted: string): string =>
      log.capture(errorAt('    at fill (/srv/orders.ts:1:1)', 'Error', `failed:\n    at ${quoted} (/srv/x.ts:1:1)`));
    expect(wrapped('one')).toBe(wrapped('two'));
  });

  it('redacts message, stack and causes', () => {
    const log = new ErrorLog(new Registry(), 2, () => 0);
    log.capture(new Error('https://u:hunter2@a.example', { cause: new Error('token=hunter2') }));
    const [record] = log.recent();
    expect(record?.stack).toContain('caused by');
    expect(JSON.stringify(record)).not.toContain('hunter2');
  });

  it('has at most sixteen classes and their rest', async () => {
    const registry = new Registry();
    const log = new ErrorLog(registry, 2, () => 0);
    for (let i = 0; i < 100; i += 1) log.capture(errorAt('', `Fault${i}`));
    log.capture(errorAt('', 'order 0xabc of bob'));
    const series = (await registry.metrics()).match(/^noderr_errors_total\{.*$/gm);
    expect(series).toHaveLength(17);
    expect(series).toContain('noderr_errors_total{class="(other)"} 85');
  });

  it('takes whatever is thrown', () => {
    const log = new ErrorLog(new Registry(), 20, () => 0);
    const hostile = {
      toString() {
        throw new Error('no');
      },
    };
    const cyclic = new Error('round');
    cyclic.cause = cyclic;
    for (const thrown of [undefined, 'text', 7n, Symbol('s'), hostile, cyclic]) {
      expect(log.capture(thrown)).toMatch(/^[0-9a-f]{16}$/);
    }
  });
});
