import { type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { digestOf, OciDigest } from '../digest.ts';
import { OciFault } from '../fault.ts';
import { DEFAULT_OCI_LIMITS } from '../limits.ts';
import { OCI_INDEX } from '../media-type.ts';
import { type BlobFolder } from '../store/blob-folder.ts';
import { type RepositoryFolder } from './repository-folder.ts';
import { type Route, routeOf } from './route.ts';
import { type Uploads } from './uploads.ts';

export interface RegistryContext {
  blobs: BlobFolder;
  repositories: RepositoryFolder;
  uploads: Uploads;
}

type Answer<K extends Route['kind']> = (
  context: RegistryContext,
  exchange: {
    request: IncomingMessage;
    response: ServerResponse;
    route: Extract<Route, { kind: K }>;
    query: URLSearchParams;
  },
) => Promise<void>;

/** Answers one request of the OCI distribution API. */
export async function answer(
  context: RegistryContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://registry');
  const route = routeOf(pathname);
  if (route === undefined) {
    fail(response, 404, 'NAME_UNKNOWN', 'no such path');
    return;
  }
  try {
    await dispatch(context, request, response, route, query);
  } catch (error) {
    if (!(error instanceof OciFault) || response.headersSent) throw error;
    const code = error.code === 'content/digest-mismatch' ? 'DIGEST_INVALID' : 'MANIFEST_INVALID';
    fail(response, error.code === 'content/too-large' ? 413 : 400, code, error.message);
  }
}

function dispatch(
  context: RegistryContext,
  request: IncomingMessage,
  response: ServerResponse,
  route: Route,
  query: URLSearchParams,
): Promise<void> {
  switch (route.kind) {
    case 'ping':
      return sendJson(response, {});
    case 'blob':
      return sendBlob(context, { request, response, route, query });
    case 'uploads':
      return beginUpload(context, { request, response, route, query });
    case 'upload':
      return continueUpload(context, { request, response, route, query });
    case 'manifest':
      return request.method === 'PUT'
        ? putManifest(context, { request, response, route, query })
        : sendManifest(context, { request, response, route, query });
    case 'referrers':
      return sendReferrers(context, { request, response, route, query });
    case 'tags':
      return sendTags(context, { request, response, route, query });
  }
}

const sendBlob: Answer<'blob'> = async ({ blobs }, { request, response, route }) => {
  if (!isRead(request, response)) return;
  const size = await blobs.sizeOf(route.digest);
  if (size === undefined) {
    fail(response, 404, 'BLOB_UNKNOWN', 'no such blob');
    return;
  }
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': size,
    'docker-content-digest': route.digest,
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(blobs.open(route.digest), response);
};

const beginUpload: Answer<'uploads'> = async ({ blobs, uploads }, { request, response, route, query }) => {
  if (request.method !== 'POST') {
    fail(response, 405, 'UNSUPPORTED', 'only POST begins an upload');
    return;
  }
  const mount = OciDigest.safeParse(query.get('mount'));
  if (mount.success && (await blobs.sizeOf(mount.data)) !== undefined) {
    created(response, `/v2/${route.repository}/blobs/${mount.data}`, mount.data);
    return;
  }
  const digest = OciDigest.safeParse(query.get('digest'));
  if (digest.success) {
    const stored = await blobs.putStream(request, digest.data);
    created(response, `/v2/${route.repository}/blobs/${stored.digest}`, stored.digest);
    return;
  }
  accepted(response, route.repository, await uploads.begin(), 0);
};

const continueUpload: Answer<'upload'> = async ({ blobs, uploads }, { request, response, route, query }) => {
  const { repository, id } = route;
  const isWrite = request.method === 'PATCH' || request.method === 'PUT';
  const size = isWrite ? await uploads.append(id, request) : await uploads.size(id);
  if (size === undefined) {
    fail(response, 404, 'BLOB_UPLOAD_UNKNOWN', 'no such upload');
    return;
  }
  if (request.method !== 'PUT') {
    accepted(response, repository, id, size);
    return;
  }
  const digest = OciDigest.safeParse(query.get('digest'));
  if (!digest.success) {
    fail(response, 400, 'DIGEST_INVALID', 'expected ?digest=sha256:…');
    return;
  }
  const stored = await blobs.putStream(uploads.read(id), digest.data).finally(() => uploads.end(id));
  created(response, `/v2/${repository}/blobs/${stored.digest}`, stored.digest);
};

const putManifest: Answer<'manifest'> = async ({ repositories }, { request, response, route }) => {
  const { repository, reference } = route;
  const bytes = await readBody(request);
  const isDigest = OciDigest.safeParse(reference).success;
  if (isDigest && digestOf(bytes) !== reference) {
    fail(response, 400, 'DIGEST_INVALID', `the manifest is ${digestOf(bytes)}`);
    return;
  }
  const stored = await repositories.put(repository, bytes, isDigest ? undefined : reference);
  if (stored.subject !== undefined) response.setHeader('oci-subject', stored.subject);
  created(response, `/v2/${repository}/manifests/${stored.digest}`, stored.digest);
};

const sendManifest: Answer<'manifest'> = async ({ blobs, repositories }, { request, response, route }) => {
  if (!isRead(request, response)) return;
  const found = await repositories.find(route.repository, route.reference);
  if (found === undefined) {
    fail(response, 404, 'MANIFEST_UNKNOWN', 'no such manifest');
    return;
  }
  response.writeHead(200, {
    'content-type': found.mediaType,
    'content-length': found.size,
    'docker-content-digest': found.digest,
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(blobs.open(found.digest), response);
};

const sendReferrers: Answer<'referrers'> = async ({ repositories }, { request, response, route, query }) => {
  if (!isRead(request, response)) return;
  const artifactType = query.get('artifactType');
  const all = await repositories.referrers(route.repository, route.digest);
  const manifests = artifactType === null ? all : all.filter((one) => one.artifactType === artifactType);
  if (artifactType !== null) response.setHeader('oci-filters-applied', 'artifactType');
  await sendJson(response, { schemaVersion: 2, mediaType: OCI_INDEX, manifests }, OCI_INDEX);
};

const sendTags: Answer<'tags'> = async ({ repositories }, { request, response, route }) => {
  if (!isRead(request, response)) return;
  await sendJson(response, { name: route.repository, tags: await repositories.tags(route.repository) });
};

function isRead(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true;
  fail(response, 405, 'UNSUPPORTED', 'read only');
  return false;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let seen = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    seen += chunk.byteLength;
    // The rest is read and dropped: a client that still sends would not see our answer.
    if (seen <= DEFAULT_OCI_LIMITS.documentBytes) parts.push(chunk);
  }
  if (seen > DEFAULT_OCI_LIMITS.documentBytes) throw new OciFault('content/too-large', 'the manifest is too large');
  return Buffer.concat(parts);
}

function sendJson(response: ServerResponse, body: object, type = 'application/json'): Promise<void> {
  response.writeHead(200, { 'content-type': type, 'docker-distribution-api-version': 'registry/2.0' });
  response.end(JSON.stringify(body));
  return Promise.resolve();
}

function created(response: ServerResponse, location: string, digest: string): void {
  response.writeHead(201, { location, 'docker-content-digest': digest, 'content-length': 0 }).end();
}

function accepted(response: ServerResponse, repository: string, id: string, size: number): void {
  const range = `0-${Math.max(size - 1, 0)}`;
  const location = `/v2/${repository}/blobs/uploads/${id}`;
  response.writeHead(202, { location, range, 'docker-upload-uuid': id, 'content-length': 0 }).end();
}

function fail(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ errors: [{ code, message }] }));
}
