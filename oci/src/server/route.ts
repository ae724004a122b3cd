import { Repository } from '@noderr/protocol';
import { OciDigest } from '../digest.ts';

/** What a request of the distribution API is about. */
export type Route =
  | { kind: 'ping' }
  | { kind: 'blob'; repository: string; digest: OciDigest }
  | { kind: 'uploads'; repository: string }
  | { kind: 'upload'; repository: string; id: string }
  | { kind: 'manifest'; repository: string; reference: string }
  | { kind: 'referrers'; repository: string; digest: OciDigest }
  | { kind: 'tags'; repository: string };

const PATTERN = /^\/v2\/(.+)\/(blobs\/uploads|blobs|manifests|referrers|tags)\/([^/]*)$/;
const REFERENCE = /^(sha256:[0-9a-f]{64}|[A-Za-z0-9_][A-Za-z0-9._-]{0,127})$/;
const UPLOAD_ID = /^[0-9a-f-]{36}$/;

/** Reads a path of the API; undefined where it is none, so that no part of it ever reaches the disk unchecked. */
export function routeOf(pathname: string): Route | undefined {
  if (pathname === '/v2' || pathname === '/v2/') return { kind: 'ping' };
  const match = PATTERN.exec(pathname);
  if (match === null) return undefined;
  const [, repository = '', what, last = ''] = match;
  if (!Repository.safeParse(repository).success) return undefined;
  if (what === 'blobs/uploads') {
    if (last === '') return { kind: 'uploads', repository };
    return UPLOAD_ID.test(last) ? { kind: 'upload', repository, id: last } : undefined;
  }
  if (what === 'manifests') return REFERENCE.test(last) ? { kind: 'manifest', repository, reference: last } : undefined;
  if (what === 'tags') return last === 'list' ? { kind: 'tags', repository } : undefined;
  const digest = OciDigest.safeParse(last);
  if (!digest.success) return undefined;
  return { kind: what === 'blobs' ? 'blob' : 'referrers', repository, digest: digest.data };
}
