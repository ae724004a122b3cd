import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../src/digest.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../src/media-type.ts';
import { type RegistryRequestLog, type RegistryServer, startRegistry } from '../src/server/start-registry.ts';

describe('our own registry', () => {
  let dir: string;
  let server: RegistryServer;
  const log: RegistryRequestLog[] = [];

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'noderr-own-'));
    log.length = 0;
    server = await startRegistry({ port: 0, dir, onRequest: (request) => log.push(request) });
  });

  afterEach(async () => {
    await server.close();
    await rm(dir, { recursive: true, force: true });
  });

  function call(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${server.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  }

  const digest = digestOf(Buffer.from('hello world'));
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: { mediaType: 'application/x', digest, size: 11 },
    layers: [],
    subject: { mediaType: OCI_MANIFEST, digest, size: 11 },
  });

  it('takes a blob in pieces, as Docker sends it', async () => {
    const opened = await call('POST', '/v2/a/blobs/uploads/');
    const upload = opened.headers.get('location') ?? '';
    expect(opened.status).toBe(202);
    const first = await call('PATCH', upload, 'hello ');
    expect([first.status, first.headers.get('range')]).toEqual([202, '0-5']);
    expect((await call('GET', upload)).headers.get('range')).toBe('0-5');
    expect((await call('PATCH', upload, 'world')).status).toBe(202);
    expect((await call('PUT', `${upload}?digest=${digest}`)).status).toBe(201);
    expect((await call('PUT', `${upload}?digest=${digest}`)).status).toBe(404);
    expect(await (await call('GET', `/v2/a/blobs/${digest}`)).text()).toBe('hello world');
    expect((await call('HEAD', `/v2/a/blobs/${digest}`)).headers.get('content-length')).toBe('11');
  });

  it('takes a blob in one request and mounts what it has', async () => {
    expect((await call('POST', `/v2/a/blobs/uploads/?digest=${digest}`, 'hello world')).status).toBe(201);
    expect((await call('POST', `/v2/b/blobs/uploads/?mount=${digest}&from=a`)).status).toBe(201);
    const unknown = digestOf(Buffer.from('unknown'));
    expect((await call('POST', `/v2/b/blobs/uploads/?mount=${unknown}&from=a`)).status).toBe(202);
  });

  it('refuses bytes of another digest', async () => {
    expect((await call('POST', `/v2/a/blobs/uploads/?digest=${digest}`, 'other')).status).toBe(400);
    const upload = (await call('POST', '/v2/a/blobs/uploads/')).headers.get('location') ?? '';
    expect((await call('PUT', upload, 'hello world')).status).toBe(400);
    expect((await call('PUT', `/v2/a/manifests/${digest}`, manifest)).status).toBe(400);
    expect((await call('GET', `/v2/a/blobs/${digest}`)).status).toBe(404);
  });

  it('keeps manifests, tags and referrers apart by repository, also over a restart', async () => {
    const put = await call('PUT', '/v2/a/manifests/v1', manifest);
    expect([put.status, put.headers.get('oci-subject')]).toEqual([201, digest]);
    const { port } = new URL(server.url);
    await server.close();
    server = await startRegistry({ port: Number(port), dir });
    const found = await call('GET', '/v2/a/manifests/v1');
    expect(found.headers.get('content-type')).toBe(OCI_MANIFEST);
    expect(await found.text()).toBe(manifest);
    expect((await call('HEAD', `/v2/a/manifests/${digestOf(Buffer.from(manifest))}`)).status).toBe(200);
    expect((await call('GET', '/v2/b/manifests/v1')).status).toBe(404);
    expect(await (await call('GET', '/v2/a/tags/list')).json()).toEqual({ name: 'a', tags: ['v1'] });
    const referrers = await call('GET', `/v2/a/referrers/${digest}?artifactType=application/x`);
    expect(referrers.headers.get('oci-filters-applied')).toBe('artifactType');
    expect(await referrers.json()).toMatchObject({
      mediaType: OCI_INDEX,
      manifests: [{ artifactType: 'application/x' }],
    });
    expect(await (await call('GET', `/v2/a/referrers/${digest}`)).json()).toMatchObject({ manifests: [{}] });
    expect(await (await call('GET', `/v2/b/referrers/${digest}`)).json()).toMatchObject({ manifests: [] });
  });

  it('refuses what it does not know', async () => {
    expect((await call('GET', '/v2/')).status).toBe(200);
    expect((await call('GET', '/v2/_catalog')).status).toBe(404);
    expect((await call('PUT', '/v2/a/manifests/v1', '{}')).status).toBe(400);
    expect((await call('PUT', '/v2/a/manifests/v1', ' '.repeat(5_000_000))).status).toBe(413);
    expect((await call('DELETE', '/v2/a/manifests/v1')).status).toBe(405);
    expect((await call('DELETE', `/v2/a/blobs/${digest}`)).status).toBe(405);
    expect((await call('DELETE', `/v2/a/referrers/${digest}`)).status).toBe(405);
    expect((await call('DELETE', '/v2/a/tags/list')).status).toBe(405);
    expect((await call('GET', '/v2/a/blobs/uploads/')).status).toBe(405);
  });

  it('tells of each request', async () => {
    await call('GET', '/v2/');
    await call('GET', `/v2/a/blobs/${digest}`);
    await expect
      .poll(() => log)
      .toEqual([
        { method: 'GET', path: '/v2/', status: 200 },
        { method: 'GET', path: `/v2/a/blobs/${digest}`, status: 404 },
      ]);
  });
});
