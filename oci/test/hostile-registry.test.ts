import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OciFault } from '../src/fault.ts';
import { linuxPlatform } from '../src/image/platform.ts';
import { listPlatforms, resolveImage } from '../src/image/resolve-image.ts';
import { type OciLimits } from '../src/limits.ts';
import { OCI_INDEX } from '../src/media-type.ts';
import { RegistryEndpoint } from '../src/registry/endpoint.ts';
import { createRegistryClient, type RegistryClient } from '../src/registry/registry-client.ts';
import { dripFeed, endlessBody, type HostileRegistry, startHostileRegistry } from '../src/testing/hostile-registry.ts';
import { serveImage, type ServedImage } from '../src/testing/image-fixture.ts';
import { REPOSITORY } from '../src/testing/signed-release.ts';

const signal = AbortSignal.timeout(60_000);
const amd64 = linuxPlatform('x64');

describe('resolveImage against a hostile registry', () => {
  let registry: HostileRegistry;
  let other: HostileRegistry;
  let image: ServedImage;
  const clients: RegistryClient[] = [];
  const waits: number[] = [];

  beforeEach(async () => {
    registry = await startHostileRegistry();
    other = await startHostileRegistry();
    image = serveImage(registry, REPOSITORY);
    waits.length = 0;
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await registry.close();
    await other.close();
  });

  function clientOf(more: object = {}, limits: Partial<OciLimits> = {}): RegistryClient {
    const endpoint = RegistryEndpoint.parse({ url: registry.url, ...more });
    const sleep = (ms: number): Promise<void> => {
      waits.push(ms);
      return Promise.resolve();
    };
    const client = createRegistryClient({ endpoints: [endpoint], limits }, { sleep });
    clients.push(client);
    return client;
  }

  async function resolve(client = clientOf(), digest = image.index, platform = amd64): Promise<string> {
    return resolveImage(client, REPOSITORY, digest, platform, signal).then(
      () => 'resolved',
      (error: unknown) => (error instanceof OciFault ? error.code : Promise.reject(error as Error)),
    );
  }

  async function readLayer(client: RegistryClient): Promise<string> {
    const descriptor = { mediaType: 'x', digest: image.layer, size: 5 };
    return client.blobBytes(REPOSITORY, descriptor, 1024, signal).then(
      (bytes) => bytes.toString(),
      (error: unknown) => (error instanceof OciFault ? error.code : Promise.reject(error as Error)),
    );
  }

  const path = (rest: string): string => `/v2/${REPOSITORY}/${rest}`;

  it('reads an honest image through its index and by its manifest', async () => {
    const client = clientOf();
    const found = await resolveImage(client, REPOSITORY, image.index, amd64, signal);
    expect(found).toMatchObject({ manifestDigest: image.manifest, config: { config: { cmd: ['/run'] } } });
    expect(found.size).toBe(5 + found.manifest.config.size);
    expect(await resolve(client, image.manifest)).toBe('resolved');
    expect(await listPlatforms(client, REPOSITORY, image.index, signal)).toEqual([amd64]);
    expect(await listPlatforms(client, REPOSITORY, image.manifest, signal)).toEqual([amd64]);
  });

  it('refuses a body that is not the digest under a header that says it is', async () => {
    const body = JSON.stringify({ schemaVersion: 2, manifests: [] });
    registry.answer(path(`manifests/${image.index}`), { headers: { 'docker-content-digest': image.index }, body });
    expect(await resolve()).toBe('content/digest-mismatch');
  });

  it('refuses a tampered child of an honest index', async () => {
    const body = JSON.stringify({ schemaVersion: 2, config: {}, layers: [] });
    registry.answer(path(`manifests/${image.manifest}`), {
      headers: { 'docker-content-digest': image.manifest },
      body,
    });
    expect(await resolve()).toBe('content/digest-mismatch');
  });

  it('refuses a tampered config', async () => {
    registry.answer(path(`blobs/${image.config}`), { body: '{}' });
    expect(await resolve()).toBe('content/digest-mismatch');
  });

  it('does not care where a tag was moved to', async () => {
    const moved = registry.serveDocument(REPOSITORY, { schemaVersion: 2, manifests: [] }, 'latest');
    const client = clientOf();
    const [source] = client.sources;
    expect(await source?.resolveTag(REPOSITORY, 'latest', signal)).toBe(moved.digest);
    expect(await resolve(client)).toBe('resolved');
  });

  it('refuses a document that can be read as an index and as a manifest', async () => {
    const both = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [], layers: [], config: {} };
    expect(await resolve(clientOf(), registry.serveDocument(REPOSITORY, both).digest)).toBe('content/malformed');
  });

  it.each([
    ['index', (): string => path(`manifests/${image.index}`)],
    ['manifest', (): string => path(`manifests/${image.manifest}`)],
    ['config', (): string => path(`blobs/${image.config}`)],
  ])('stops reading an endless %s', async (_name, where) => {
    registry.answer(where(), (_request, response) => {
      endlessBody(response);
    });
    expect(await resolve()).toBe('content/too-large');
  });

  it('stops reading an endless layer at the size of its descriptor', async () => {
    registry.answer(path(`blobs/${image.layer}`), (_request, response) => {
      endlessBody(response);
    });
    expect(await readLayer(clientOf())).toBe('content/too-large');
  });

  it('refuses a layer that ends too soon', async () => {
    registry.answer(path(`blobs/${image.layer}`), { body: 'lay' });
    expect(await readLayer(clientOf())).toBe('content/digest-mismatch');
  });

  it('refuses a layer whose connection breaks off', async () => {
    registry.answer(path(`blobs/${image.layer}`), (_request, response) => {
      response.writeHead(200, { 'content-length': 5 }).write('lay', () => response.destroy());
    });
    expect(await readLayer(clientOf())).toBe('registry/unreachable');
  });

  it('gives up on a document that drips', async () => {
    registry.answer(path(`manifests/${image.index}`), (_request, response) => {
      dripFeed(response);
    });
    expect(await resolve(clientOf({}, { requestMs: 200 }))).toBe('registry/timeout');
  });

  it('gives up on a registry that never answers', async () => {
    registry.answer(path(`manifests/${image.index}`), () => undefined);
    expect(await resolve(clientOf({}, { requestMs: 200 }))).toBe('registry/timeout');
  });

  it('refuses a document that is redirected to another host, and asks nothing there', async () => {
    const location = `${other.url}${path(`manifests/${image.index}`)}`;
    registry.answer(path(`manifests/${image.index}`), { status: 307, headers: { location } });
    expect(await resolve(clientOf({ blobHosts: [other.host] }))).toBe('registry/redirected');
    expect(other.requests).toEqual([]);
  });

  it('refuses a blob that is redirected to an unlisted host', async () => {
    const location = `${other.url}/elsewhere`;
    registry.answer(path(`blobs/${image.layer}`), { status: 307, headers: { location } });
    expect(await readLayer(clientOf())).toBe('registry/redirected');
    expect(other.requests).toEqual([]);
  });

  it('fetches a blob from a listed host, without credentials', async () => {
    const client = clientOf({ credentials: { username: 'u', password: 'p' }, blobHosts: [other.host] });
    registry.answer(path(`blobs/${image.layer}`), (request, response) => {
      if (request.headers.authorization === undefined) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      } else {
        response.writeHead(307, { location: `${other.url}/elsewhere` }).end();
      }
    });
    other.answer('/elsewhere', { body: 'layer' });
    expect(await readLayer(client)).toBe('layer');
    expect(registry.requests.at(-1)?.headers['authorization']).toBe(`Basic ${btoa('u:p')}`);
    expect(other.requests.map(({ headers }) => headers['authorization'])).toEqual([undefined]);
  });

  it('does not follow redirects for ever', async () => {
    const here = path(`manifests/${image.index}`);
    registry.answer(here, { status: 302, headers: { location: here } });
    expect(await resolve()).toBe('registry/redirected');
    expect(registry.requests).toHaveLength(4);
  });

  it('does not take credentials to a hostile token realm', async () => {
    const headers = { 'www-authenticate': `Bearer realm="${other.url}/token",service="x"` };
    registry.answer(path(`manifests/${image.index}`), { status: 401, headers });
    expect(await resolve(clientOf({ credentials: { username: 'u', password: 'p' } }))).toBe('registry/redirected');
    expect(other.requests).toEqual([]);
  });

  it('fetches a token from a listed realm, for its own scope whatever was suggested', async () => {
    other.answer('/token', { body: JSON.stringify({ token: 't0ken' }) });
    const honest = path(`manifests/${image.manifest}`);
    const suggestion = `Bearer realm="${other.url}/token",service="x",scope="repository:secret:pull,push"`;
    registry.answer(honest, (request, response) => {
      const isAllowed = request.headers.authorization === 'Bearer t0ken';
      response.writeHead(isAllowed ? 403 : 401, { 'www-authenticate': suggestion }).end();
    });
    const client = clientOf({ credentials: { username: 'u', password: 'p' }, realmHosts: [other.host] });
    expect(await resolve(client, image.manifest)).toBe('registry/refused');
    expect(other.requests.map((request) => request.path)).toEqual([
      `/token?service=x&scope=${encodeURIComponent(`repository:${REPOSITORY}:pull`)}`,
    ]);
    expect(registry.requests.map(({ headers }) => headers['authorization'])).toEqual([undefined, 'Bearer t0ken']);
  });

  it('uses a token again instead of asking for a new one', async () => {
    registry.answer('/token', { body: JSON.stringify({ access_token: 't0ken' }) });
    const body = JSON.stringify({ schemaVersion: 2, manifests: [] });
    registry.answer(path('manifests/latest'), (request, response) => {
      const isAllowed = request.headers.authorization === 'Bearer t0ken';
      response
        .writeHead(isAllowed ? 200 : 401, { 'www-authenticate': `Bearer realm="${registry.url}/token"` })
        .end(body);
    });
    const [source] = clientOf().sources;
    await source?.resolveTag(REPOSITORY, 'latest', signal);
    await source?.resolveTag(REPOSITORY, 'latest', signal);
    expect(registry.requests.filter((request) => request.path.startsWith('/token'))).toHaveLength(1);
  });

  it.each([
    [
      'endless token',
      'content/too-large',
      (): void => {
        registry.answer('/token', (_request, response) => {
          endlessBody(response);
        });
      },
    ],
    [
      'token that is no token',
      'content/malformed',
      (): void => {
        registry.answer('/token', { body: '{"token":"a\\r\\nb"}' });
      },
    ],
    [
      'token service that refuses',
      'registry/refused',
      (): void => {
        registry.answer('/token', { status: 401 });
      },
    ],
    [
      'token service that is broken',
      'registry/unreachable',
      (): void => {
        registry.answer('/token', { status: 503 });
      },
    ],
    [
      'token service that redirects',
      'registry/refused',
      (): void => {
        registry.answer('/token', { status: 302, headers: { location: other.url } });
      },
    ],
  ])('survives a %s', async (_name, code, prepare) => {
    prepare();
    const headers = { 'www-authenticate': `Bearer realm="${registry.url}/token"` };
    registry.answer(path(`manifests/${image.index}`), { status: 401, headers });
    expect(await resolve()).toBe(code);
    expect(other.requests).toEqual([]);
  });

  it('does not loop on 401', async () => {
    registry.answer(path(`manifests/${image.index}`), {
      status: 401,
      headers: { 'www-authenticate': 'Basic realm="x"' },
    });
    expect(await resolve(clientOf({ credentials: { username: 'u', password: 'p' } }))).toBe('registry/refused');
    expect(registry.requests).toHaveLength(2);
  });

  it('does not answer a Basic challenge without credentials, nor one that it does not know', async () => {
    registry.answer(path(`manifests/${image.index}`), {
      status: 401,
      headers: { 'www-authenticate': 'Basic realm="x"' },
    });
    expect(await resolve()).toBe('registry/refused');
    registry.answer(path(`manifests/${image.index}`), {
      status: 401,
      headers: { 'www-authenticate': 'Digest realm="x"' },
    });
    expect(await resolve()).toBe('registry/refused');
    expect(registry.requests).toHaveLength(2);
  });

  it('waits as 429 says, within bounds, and then gives up', async () => {
    registry.answer(path(`manifests/${image.index}`), { status: 429, headers: { 'retry-after': '86400' } });
    expect(await resolve()).toBe('registry/refused');
    expect(waits).toEqual([5000, 5000]);
  });

  it('goes on after a 429 that was meant', async () => {
    let isFirst = true;
    const { digest } = registry.serveDocument(REPOSITORY, { schemaVersion: 2, manifests: [] });
    registry.answer(path(`manifests/${digest}`), (_request, response) => {
      response.writeHead(isFirst ? 429 : 200, { 'retry-after': '2' });
      response.end(JSON.stringify({ schemaVersion: 2, manifests: [] }));
      isFirst = false;
    });
    expect(await resolve(clientOf(), digest)).toBe('content/platform-missing');
    expect(waits).toEqual([2000]);
  });

  it('names the platform that is missing', async () => {
    const failing = resolveImage(clientOf(), REPOSITORY, image.index, linuxPlatform('arm64'), signal);
    await expect(failing).rejects.toThrow('no image for linux/arm64, only linux/amd64');
    expect(await resolve(clientOf(), image.manifest, linuxPlatform('arm64'))).toBe('content/platform-missing');
  });

  it('says registry/unreachable where nobody listens and where the registry is broken', async () => {
    const client = clientOf();
    registry.answer(path(`manifests/${image.index}`), { status: 500 });
    expect(await resolve(client)).toBe('registry/unreachable');
    await registry.close();
    expect(await resolve(client)).toBe('registry/unreachable');
    registry = await startHostileRegistry();
  });

  it('says registry/refused where the image is not there or may not be read', async () => {
    registry.answer(path(`manifests/${image.index}`), { status: 404 });
    expect(await resolve()).toBe('registry/refused');
    registry.answer(path(`manifests/${image.index}`), { status: 403 });
    expect(await resolve()).toBe('registry/refused');
  });

  it('asks again where a kept connection was closed under it', async () => {
    const seen = new Set<unknown>();
    registry.answer(path('manifests/latest'), (request, response) => {
      if (seen.has(request.socket)) request.socket.destroy();
      else response.end(JSON.stringify({ schemaVersion: 2, manifests: [] }));
      seen.add(request.socket);
    });
    const [source] = clientOf().sources;
    const first = await source?.resolveTag(REPOSITORY, 'latest', signal);
    expect(await source?.resolveTag(REPOSITORY, 'latest', signal)).toBe(first);
    expect(registry.requests).toHaveLength(3);
  });

  it('refuses an image with more layers than the limit, and one whose config counts others', async () => {
    const { config, layers } = (await resolveImage(clientOf(), REPOSITORY, image.index, amd64, signal)).manifest;
    const twice = registry.serveDocument(REPOSITORY, { schemaVersion: 2, config, layers: [...layers, ...layers] });
    expect(await resolve(clientOf(), twice.digest)).toBe('content/malformed');
    expect(await resolve(clientOf({}, { layers: 1 }), twice.digest)).toBe('content/too-large');
  });

  it('does not fetch a config that says it is too large', async () => {
    expect(await resolve(clientOf({}, { configBytes: 10 }))).toBe('content/too-large');
    expect(registry.requests.map((request) => request.path)).not.toContain(path(`blobs/${image.config}`));
  });

  it('tries mirrors in their order and hashes what they say', async () => {
    serveImage(other, REPOSITORY);
    registry.answer(path(`manifests/${image.index}`), { body: 'tampered' });
    const endpoints = [registry, other].map(({ url }) => RegistryEndpoint.parse({ url }));
    const client = createRegistryClient({ endpoints });
    clients.push(client);
    expect(await resolve(client)).toBe('resolved');
    other.answer(path(`manifests/${image.index}`), { status: 404 });
    expect(await resolve(client)).toBe('content/digest-mismatch');
  });

  it('stops at once when it is told to, without trying a mirror', async () => {
    const controller = new AbortController();
    registry.answer(path(`manifests/${image.index}`), () => {
      controller.abort();
    });
    const endpoints = [registry, other].map(({ url }) => RegistryEndpoint.parse({ url }));
    const client = createRegistryClient({ endpoints });
    clients.push(client);
    const running = resolveImage(client, REPOSITORY, image.index, amd64, controller.signal);
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(other.requests).toEqual([]);
  });
});
