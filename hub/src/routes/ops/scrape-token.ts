import { createHash, timingSafeEqual } from 'node:crypto';
import { HubError } from '../../problem/hub-error.ts';

/** Checks `Authorization: Bearer …` against one or two tokens, two while they are changed; constant time. */
export function createBearerCheck(tokens: readonly string[]): (authorization: string | undefined) => void {
  const digests = tokens.map(digestOf);
  return (authorization) => {
    const presented = digestOf(/^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '');
    const matches = digests.map((known) => timingSafeEqual(known, presented));
    if (!matches.includes(true)) throw new HubError('scrape/wrong-token', 'this route wants the scrape token');
  };
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
