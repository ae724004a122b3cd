import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether a presented secret is one of those that are known. */
export type SecretMatch = (presented: string) => boolean;

/** No early exit: the time taken does not tell which of the secrets came near. */
export function createSecretMatch(secrets: readonly string[]): SecretMatch {
  const digests = secrets.map(digestOf);
  return (presented) => {
    const digest = digestOf(presented);
    return digests.map((known) => timingSafeEqual(known, digest)).includes(true);
  };
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
