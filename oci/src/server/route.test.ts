import { expect, it } from 'vitest';
import { routeOf } from './route.ts';

const digest = `sha256:${'a'.repeat(64)}` as const;
const id = '00000000-0000-4000-8000-000000000000';

it.each([
  ['/v2/', { kind: 'ping' }],
  [`/v2/a/b/blobs/${digest}`, { kind: 'blob', repository: 'a/b', digest }],
  ['/v2/a/blobs/uploads/', { kind: 'uploads', repository: 'a' }],
  [`/v2/a/blobs/uploads/${id}`, { kind: 'upload', repository: 'a', id }],
  ['/v2/a/manifests/v1', { kind: 'manifest', repository: 'a', reference: 'v1' }],
  [`/v2/a/manifests/${digest}`, { kind: 'manifest', repository: 'a', reference: digest }],
  [`/v2/a/referrers/${digest}`, { kind: 'referrers', repository: 'a', digest }],
  ['/v2/a/tags/list', { kind: 'tags', repository: 'a' }],
])('reads %s', (path, route) => {
  expect(routeOf(path)).toEqual(route);
});

it.each([
  '/',
  '/v1/',
  '/v2/a',
  '/v2/A/manifests/v1',
  '/v2/../manifests/v1',
  '/v2/a/../../etc/manifests/v1',
  '/v2/a%2f..%2f/manifests/v1',
  '/v2/a/manifests/..',
  '/v2/a/manifests/.hidden',
  '/v2/a/manifests/sha256:short',
  '/v2/a/blobs/v1',
  '/v2/a/blobs/uploads/..',
  '/v2/a/blobs/uploads/%2e%2e',
  '/v2/a/tags/other',
])('does not know %s', (path) => {
  expect(routeOf(path)).toBeUndefined();
});
