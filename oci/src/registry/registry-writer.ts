import { setTimeout as delay } from 'node:timers/promises';
import { type Repository } from '@noderr/protocol';
import { digestOf, type OciDigest } from '../digest.ts';
import { OciFault } from '../fault.ts';
import { DEFAULT_OCI_LIMITS } from '../limits.ts';
import { type RegistryEndpoint } from './endpoint.ts';
import { type Body, createConnections } from './exchange.ts';
import { createRegistrySource, type RegistrySource } from './registry-source.ts';
import { type Reply } from './reply.ts';
import { createSession, type RegistryRequest } from './session.ts';

const Tag = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/** Pushing to one registry; every call may be repeated. */
export interface RegistryWriter {
  /** Reads from the same registry. */
  readonly source: RegistrySource;
  hasBlob(repository: Repository, digest: OciDigest, signal: AbortSignal): Promise<boolean>;
  /** Uploads a blob that is not there yet; with `mountFrom` the registry may take it from another repository. */
  pushBlob(request: BlobPush, signal: AbortSignal): Promise<void>;
  /** Puts an index or manifest under its digest, and under a tag if one is given. */
  pushDocument(request: DocumentPush, signal: AbortSignal): Promise<PushedDocument>;
  close(): void;
}

export interface BlobPush {
  repository: Repository;
  digest: OciDigest;
  size: number;
  body: Body;
  mountFrom?: Repository | undefined;
}

export interface DocumentPush {
  repository: Repository;
  bytes: Uint8Array;
  mediaType: string;
  tag?: string | undefined;
}

export interface PushedDocument {
  digest: OciDigest;
  /** The image that the registry now lists it under; undefined where it has no referrers API. */
  subject: string | undefined;
}

/** A writer to one registry; opens no connection yet. */
export function createRegistryWriter(endpoint: RegistryEndpoint): RegistryWriter {
  const limits = DEFAULT_OCI_LIMITS;
  const connections = createConnections(endpoint.ca);
  const sleep = (ms: number, signal: AbortSignal): Promise<void> => delay(ms, undefined, { signal });
  const session = createSession(endpoint, { connections, sleep, now: Date.now });
  const source = createRegistrySource(session, limits);
  const { host, origin } = session;

  function send(
    request: Omit<RegistryRequest, 'url' | 'scopes' | 'deadlineMs'> & { path: string | URL; size?: number },
    repositories: readonly [Repository, ...Repository[]],
  ): Promise<Reply> {
    const { path, size = 0, ...rest } = request;
    const [target, ...origins] = repositories;
    return session.send({
      ...rest,
      url: new URL(path, origin),
      scopes: [`repository:${target}:pull,push`, ...origins.map((name) => `repository:${name}:pull`)],
      deadlineMs: limits.requestMs + Math.ceil((size / limits.blobBytesPerSecond) * 1000),
    });
  }

  async function hasBlob(repository: Repository, digest: OciDigest, signal: AbortSignal): Promise<boolean> {
    const what = `look for blob ${digest} of ${repository}`;
    const path = `/v2/${repository}/blobs/${digest}`;
    const reply = await send({ what, method: 'HEAD', path, isBlob: true, signal }, [repository]);
    reply.discard();
    if (reply.status === 200) return true;
    if (reply.status === 404) return false;
    throw refused(what, reply);
  }

  async function pushBlob(request: BlobPush, signal: AbortSignal): Promise<void> {
    const { repository, digest, size, body, mountFrom } = request;
    if (await hasBlob(repository, digest, signal)) return;
    const what = `push blob ${digest} to ${repository}`;
    const query =
      mountFrom === undefined ? '' : `?mount=${encodeURIComponent(digest)}&from=${encodeURIComponent(mountFrom)}`;
    const opened = await send(
      { what, method: 'POST', path: `/v2/${repository}/blobs/uploads/${query}`, signal },
      mountFrom === undefined ? [repository] : [repository, mountFrom],
    );
    opened.discard();
    if (opened.status === 201) return;
    if (opened.status !== 202) throw refused(what, opened);
    const upload = uploadUrl(opened, what);
    upload.searchParams.set('digest', digest);
    const headers = { 'content-type': 'application/octet-stream' };
    const done = await send({ what, method: 'PUT', path: upload, headers, body, size, signal }, [repository]);
    await expectCreated(done, what);
  }

  function uploadUrl(reply: Reply, what: string): URL {
    const { location } = reply.headers;
    if (location === undefined || !URL.canParse(location, origin)) {
      throw new OciFault('registry/refused', `${what} at ${host}: no place to upload to was given`);
    }
    const url = new URL(location, origin);
    // Upload URLs carry our credentials and our bytes; they stay where we were sent.
    if (url.origin !== origin) {
      throw new OciFault('registry/redirected', `${what} at ${host}: the upload was sent to ${url.host}`);
    }
    return url;
  }

  async function pushDocument(request: DocumentPush, signal: AbortSignal): Promise<PushedDocument> {
    const { repository, bytes, mediaType, tag } = request;
    if (tag !== undefined && !Tag.test(tag)) throw new RangeError(`not a tag: ${tag}`);
    const digest = digestOf(bytes);
    const what = `push manifest ${digest} to ${repository}`;
    const path = `/v2/${repository}/manifests/${tag ?? digest}`;
    const headers = { 'content-type': mediaType };
    const reply = await send({ what, method: 'PUT', path, headers, body: bytes, signal }, [repository]);
    await expectCreated(reply, what);
    const subject = reply.headers['oci-subject'];
    return { digest, subject: Array.isArray(subject) ? subject[0] : subject };
  }

  async function expectCreated(reply: Reply, what: string): Promise<void> {
    if (reply.status === 201) {
      reply.discard();
      return;
    }
    const told = await reply.bytes(4096).catch(() => Buffer.alloc(0));
    throw refused(what, reply, told.toString('utf8'));
  }

  function refused(what: string, reply: Reply, told = ''): OciFault {
    const detail = told === '' ? '' : `: ${told.replaceAll(/\s+/g, ' ').slice(0, 300)}`;
    return new OciFault('registry/refused', `${what} at ${host}: answered ${reply.status}${detail}`);
  }

  return {
    source,
    hasBlob,
    pushBlob,
    pushDocument,
    close() {
      connections.close();
    },
  };
}
