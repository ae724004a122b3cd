import { describe, expect, it } from 'vitest';
import { RoutePatterns } from './route-patterns.ts';

describe('route patterns', () => {
  const patterns = new RoutePatterns(['/', '/orders/:id', '/orders/:id/fills', '/files/*']);

  it.each([
    ['/', '/'],
    ['/orders/7?x=/orders', '/orders/:id'],
    ['/orders/7/', '/orders/:id'],
    ['/orders/7/fills', '/orders/:id/fills'],
    ['/files/a/b', '/files/*'],
    ['/files', '/files/*'],
    ['/orders', undefined],
    ['/orders/7/fills/2', undefined],
    ['/other', undefined],
  ])('%s is %s', (url, pattern) => {
    expect(patterns.match(url)).toBe(pattern);
  });
});
