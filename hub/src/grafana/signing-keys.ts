import { readFile, stat } from 'node:fs/promises';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

/** Where the public keys of a Grafana's ID tokens come from; a file is for a workbench that has no Grafana. */
export type SigningKeys = { kind: 'url'; url: URL } | { kind: 'file'; path: string };

/** Keys are asked for again after this; milliseconds. */
const CACHE_MS = 10 * 60_000;
/** An unknown key id does not cause more than one request in this time; milliseconds. */
const COOLDOWN_MS = 10_000;
const TIMEOUT_MS = 5_000;

const Jwks = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(20) });

/** The address of a Grafana's public signing keys, from its root_url. */
export function signingKeysUrl(grafanaUrl: string): URL {
  const root = grafanaUrl.endsWith('/') ? grafanaUrl : `${grafanaUrl}/`;
  return new URL('api/signing-keys/keys', root);
}

export function createSigningKeys(source: SigningKeys): JWTVerifyGetKey {
  return source.kind === 'file' ? fileKeys(source.path) : remoteKeys(source.url);
}

function remoteKeys(url: URL): JWTVerifyGetKey {
  const known = createRemoteJWKSet(url, {
    timeoutDuration: TIMEOUT_MS,
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: CACHE_MS,
  });
  return async (header, token) => known(header, token);
}

/** Reads the file again when it has changed. */
function fileKeys(path: string): JWTVerifyGetKey {
  let known: { changed: number; keys: JWTVerifyGetKey } | null = null;
  return async (header, token) => {
    const { mtimeMs } = await stat(path);
    if (known?.changed !== mtimeMs) {
      const parsed = Jwks.safeParse(JSON.parse(await readFile(path, 'utf8')));
      if (!parsed.success) throw new errors.JWKSInvalid('the file of signing keys is no JSON web key set');
      known = { changed: mtimeMs, keys: createLocalJWKSet(parsed.data) };
    }
    return known.keys(header, token);
  };
}
