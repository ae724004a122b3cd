import { createHash } from 'node:crypto';
import { type Repository } from '@noderr/protocol';
import { type Descriptor, parseIndex } from '../document.ts';
import { digestOf, fallbackTagOf, type OciDigest } from '../digest.ts';
import { OciFault } from '../fault.ts';
import { type OciLimits } from '../limits.ts';
import { ACCEPT_DOCUMENT, OCI_INDEX } from '../media-type.ts';
import { nextPage } from './next-page.ts';
import { type Reply } from './reply.ts';
import { type Session } from './session.ts';

/** Reading from one registry; whatever it says, only bytes of the asked digest come out. */
export interface RegistrySource {
  readonly host: string;
  /** The bytes of an index or manifest. */
  document(repository: Repository, digest: OciDigest, maxBytes: number, signal: AbortSignal): Promise<Buffer>;
  /** A blob's bytes; their digest and size are checked when the last one has been yielded. */
  blob(repository: Repository, descriptor: Descriptor, signal: AbortSignal): AsyncGenerator<Buffer, void, undefined>;
  /** What the referrers API lists for an image, undefined where the registry has none. */
  referrers(
    repository: Repository,
    subject: OciDigest,
    artifactType: string,
    signal: AbortSignal,
  ): Promise<readonly Descriptor[] | undefined>;
  /** What the fallback tag lists for an image; empty where there is no such tag. */
  taggedReferrers(repository: Repository, subject: OciDigest, signal: AbortSignal): Promise<readonly Descriptor[]>;
  /** The digest that a tag points to now, for people who publish; nothing may be trusted by a tag. */
  resolveTag(repository: Repository, tag: string, signal: AbortSignal): Promise<OciDigest | undefined>;
}

export function createRegistrySource(session: Session, limits: OciLimits): RegistrySource {
  const { host, origin } = session;

  function get(
    what: string,
    repository: Repository,
    path: string,
    signal: AbortSignal,
    more: { isBlob?: boolean; deadlineMs?: number; accept?: string } = {},
  ): Promise<Reply> {
    return session.send({
      what,
      method: 'GET',
      url: new URL(`/v2/${repository}/${path}`, origin),
      scopes: [`repository:${repository}:pull`],
      headers: { accept: more.accept ?? '*/*' },
      isBlob: more.isBlob ?? false,
      deadlineMs: more.deadlineMs ?? limits.requestMs,
      signal,
    });
  }

  async function tagged(
    repository: Repository,
    tag: string,
    what: string,
    signal: AbortSignal,
  ): Promise<Buffer | undefined> {
    const reply = await get(what, repository, `manifests/${tag}`, signal, { accept: ACCEPT_DOCUMENT });
    if (reply.status === 404) {
      reply.discard();
      return undefined;
    }
    expectOk(reply, `${what} at ${host}`);
    return reply.bytes(limits.documentBytes);
  }

  return {
    host,
    async document(repository, digest, maxBytes, signal) {
      const what = `fetch manifest ${digest} of ${repository}`;
      const reply = await get(what, repository, `manifests/${digest}`, signal, { accept: ACCEPT_DOCUMENT });
      expectOk(reply, `${what} at ${host}`);
      const bytes = await reply.bytes(maxBytes);
      const actual = digestOf(bytes);
      if (actual !== digest) throw mismatch(`${what} at ${host}`, actual);
      return bytes;
    },
    async *blob(repository, descriptor, signal) {
      const { digest, size } = descriptor;
      const what = `fetch blob ${digest} of ${repository}`;
      const deadlineMs = limits.requestMs + Math.ceil((size / limits.blobBytesPerSecond) * 1000);
      const reply = await get(what, repository, `blobs/${digest}`, signal, { isBlob: true, deadlineMs });
      expectOk(reply, `${what} at ${host}`);
      const hash = createHash('sha256');
      let seen = 0;
      for await (const chunk of reply.chunks(size)) {
        hash.update(chunk);
        seen += chunk.byteLength;
        yield chunk;
      }
      const actual: OciDigest = `sha256:${hash.digest('hex')}`;
      if (seen !== size || actual !== digest) throw mismatch(`${what} at ${host}`, `${actual} of ${seen} bytes`);
    },
    async referrers(repository, subject, artifactType, signal) {
      const what = `list referrers of ${subject} in ${repository}`;
      const query = `?artifactType=${encodeURIComponent(artifactType)}`;
      const found: Descriptor[] = [];
      let path: string | undefined = `referrers/${subject}${query}`;
      for (let page = 0; path !== undefined && page < limits.referrerPages; page += 1) {
        const reply = await get(what, repository, path, signal, { accept: OCI_INDEX });
        // Some registries without the API answer 400 or 405 instead of the specified 404.
        if (page === 0 && [400, 404, 405].includes(reply.status)) {
          reply.discard();
          return undefined;
        }
        expectOk(reply, `${what} at ${host}`);
        const bytes = await reply.bytes(limits.documentBytes);
        found.push(...parseIndex(bytes, `${what} at ${host}: the answer`).manifests);
        path = nextPage(reply.headers.link, new URL(`/v2/${repository}/${path}`, origin), `/v2/${repository}/`);
      }
      return found;
    },
    async taggedReferrers(repository, subject, signal) {
      const what = `fetch tag ${fallbackTagOf(subject)} of ${repository}`;
      const bytes = await tagged(repository, fallbackTagOf(subject), what, signal);
      return bytes === undefined ? [] : parseIndex(bytes, `${what} at ${host}: the answer`).manifests;
    },
    async resolveTag(repository, tag, signal) {
      const bytes = await tagged(repository, tag, `resolve tag ${tag} of ${repository}`, signal);
      return bytes === undefined ? undefined : digestOf(bytes);
    },
  };
}

function expectOk(reply: Reply, what: string): void {
  if (reply.status === 200) return;
  reply.discard();
  throw new OciFault('registry/refused', `${what}: answered ${reply.status}`);
}

function mismatch(what: string, actual: string): OciFault {
  return new OciFault('content/digest-mismatch', `${what}: got bytes of ${actual}`);
}
