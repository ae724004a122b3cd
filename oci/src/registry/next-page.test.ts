import { expect, it } from 'vitest';
import { nextPage } from './next-page.ts';

const from = new URL('https://registry.example/v2/a/referrers/x?artifactType=t');

it.each([
  [undefined, undefined],
  ['</v2/a/referrers/x?n=2>; rel="prev"', undefined],
  ['</v2/a/referrers/x?n=2>; rel="next"', 'referrers/x?n=2'],
  ['<https://registry.example/v2/a/referrers/x?n=2>; rel=next', 'referrers/x?n=2'],
  ['<https://evil.example/v2/a/referrers/x>; rel="next"', undefined],
  ['</v2/b/referrers/x>; rel="next"', undefined],
  ['</v2/a/../b/referrers/x>; rel="next"', undefined],
  ['<http://>; rel="next"', undefined],
  [['</v2/a/referrers/x?n=3>; rel="next"'], 'referrers/x?n=3'],
])('follows %s to %s', (link, expected) => {
  expect(nextPage(link, from, '/v2/a/')).toBe(expected);
});
