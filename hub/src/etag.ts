import { createHash } from 'node:crypto';
import { type FastifyReply, type FastifyRequest } from 'fastify';

/** The tag of a body apart from its `now`, which changes with every answer and tells nothing new. */
export function etagOf(body: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(body, (key, value: unknown) => (key === 'now' ? undefined : value));
  return `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
}

/** Whether an If-None-Match header names the tag; weak comparison, as RFC 9110 wants it here. */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  const bare = etag.replace(/^W\//, '');
  return header.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === bare);
}

/** Sets the ETag; true when the client has this body already, so that the handler answers `reply.code(304).send()`. */
export function isNotModified(
  request: FastifyRequest,
  reply: Pick<FastifyReply, 'header'>,
  body: Readonly<Record<string, unknown>>,
): boolean {
  const etag = etagOf(body);
  void reply.header('etag', etag);
  void reply.header('cache-control', 'private, no-cache');
  return matchesEtag(request.headers['if-none-match'], etag);
}
