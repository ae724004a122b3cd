import { type Release, type ReleaseSummary } from '@noderr/protocol';

export function releaseSummary(release: Release): ReleaseSummary {
  const { id, version, data, notesUri, publishedAt, publisher, revoked } = release;
  return { id, version, data, notesUri, publishedAt, publisher, revoked };
}
