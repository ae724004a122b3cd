import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Repository } from '@noderr/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { digestOf, fallbackTagOf, type OciDigest } from '../src/digest.ts';
import { buildImage, type BuiltImage, buildIndex } from '../src/image/build-image.ts';
import { buildLayer } from '../src/image/build-layer.ts';
import { linuxPlatform } from '../src/image/platform.ts';
import { pullImage } from '../src/image/pull-image.ts';
import { pushImage } from '../src/image/push-image.ts';
import { listPlatforms, resolveImage } from '../src/image/resolve-image.ts';
import { unpackImage } from '../src/image/unpack-image.ts';
import { RegistryEndpoint } from '../src/registry/endpoint.ts';
import { createRegistryClient, type RegistryClient } from '../src/registry/registry-client.ts';
import { createRegistryWriter, type RegistryWriter } from '../src/registry/registry-writer.ts';
import { type RegistryServer } from '../src/server/start-registry.ts';
import { pushSignature } from '../src/signature/push-signature.ts';
import { type BlobFolder, openBlobFolder } from '../src/store/blob-folder.ts';
import { type HostileRegistry, startHostileRegistry } from '../src/testing/hostile-registry.ts';
import { serveImage, serveSignature } from '../src/testing/image-fixture.ts';
import { REGISTRIES } from './registries.ts';

const signal = AbortSignal.timeout(120_000);
const [base, app] = [Repository.parse('demo/base'), Repository.parse('demo/app')];

for (const { name, isMissing, start } of REGISTRIES) {
  describe.skipIf(isMissing)(`an image in ${name}`, () => {
    let server: RegistryServer;
    let writer: RegistryWriter;
    let client: RegistryClient;
    let dir: string;
    let layout: BlobFolder;

    beforeAll(async () => {
      server = await start();
      const endpoint = RegistryEndpoint.parse({ url: server.url });
      writer = createRegistryWriter(endpoint);
      client = createRegistryClient({ endpoints: [endpoint] });
      dir = await mkdtemp(join(tmpdir(), 'noderr-push-'));
      layout = await openBlobFolder(join(dir, 'layout'));
    });

    afterAll(async () => {
      writer.close();
      client.close();
      await server.close();
      await rm(dir, { recursive: true, force: true });
    });

    async function image(content: string, arch: string): Promise<BuiltImage> {
      const from = join(dir, 'node');
      await writeFile(from, Buffer.alloc(300_000, 'n'));
      const shared = await buildLayer(layout, [{ kind: 'copy', path: '/bin/node', from, mode: 0o755 }]);
      const own = await buildLayer(layout, [{ kind: 'file', path: '/app/main.js', content }]);
      const config = {
        entrypoint: ['/bin/node'],
        cmd: ['/app/main.js'],
        env: { A: 'b=c' },
        user: '1000',
        workingDir: '/app',
        exposedPorts: ['9100/tcp'],
        volumes: ['/data'],
        labels: { a: 'b' },
      };
      return buildImage(layout, {
        platform: linuxPlatform(arch),
        layers: [shared, own],
        config,
        annotations: { x: 'y' },
      });
    }

    it('comes back as it was built, for its platform', async () => {
      const index = await buildIndex(layout, [await image('x64', 'x64'), await image('arm', 'arm64')]);
      expect(await pushImage(writer, layout, { repository: app, digest: index.digest, tag: 'v1' }, signal)).toBe(
        index.digest,
      );
      expect(await writer.source.resolveTag(app, 'v1', signal)).toBe(index.digest);
      expect(await writer.source.resolveTag(app, 'v2', signal)).toBeUndefined();
      expect((await listPlatforms(client, app, index.digest, signal)).map((platform) => platform.architecture)).toEqual(
        ['amd64', 'arm64'],
      );

      const found = await resolveImage(client, app, index.digest, linuxPlatform('arm64'), signal);
      expect(found.config.config).toMatchObject({
        entrypoint: ['/bin/node'],
        cmd: ['/app/main.js'],
        env: ['A=b=c'],
        user: '1000',
        exposedPorts: ['9100/tcp'],
        volumes: ['/data'],
      });

      const pulled = await openBlobFolder(join(dir, 'pulled'));
      const progress: number[] = [];
      await pullImage(client, found, pulled, ({ current }) => progress.push(current), signal);
      expect(progress.length).toBeGreaterThan(1);
      await unpackImage(found, pulled, join(dir, 'root'), { signal });
      expect(await readFile(join(dir, 'root/app/main.js'), 'utf8')).toBe('arm');
    });

    it('is pushed again for nothing, and shares its base with another repository', async () => {
      const { descriptor, layers } = await image('again', 'x64');
      await pushImage(writer, layout, { repository: base, digest: descriptor.digest }, signal);
      await pushImage(writer, layout, { repository: base, digest: descriptor.digest }, signal);
      const other = Repository.parse('demo/other');
      await pushImage(writer, layout, { repository: other, digest: descriptor.digest, mountFrom: base }, signal);
      for (const layer of layers) expect(await writer.hasBlob(other, layer.descriptor.digest, signal)).toBe(true);
    });

    it('is refused where its bytes are not what was announced', async () => {
      const body = Buffer.from('other bytes');
      const digest = digestOf(Buffer.from('announced'));
      const pushing = writer.pushBlob({ repository: app, digest, size: body.byteLength, body }, signal);
      await expect(pushing).rejects.toMatchObject({ code: 'registry/refused' });
      expect(await writer.hasBlob(app, digest, signal)).toBe(false);
    });

    it('is refused where it is no manifest', async () => {
      const pushing = writer.pushDocument(
        { repository: app, bytes: Buffer.from('{}'), mediaType: 'application/json' },
        signal,
      );
      await expect(pushing).rejects.toMatchObject({ code: 'registry/refused' });
    });
  });
}

describe('pushing to a hostile registry', () => {
  let registry: HostileRegistry;
  let other: HostileRegistry;
  let writer: RegistryWriter;
  const body = Buffer.from('secret');
  const push = { repository: app, digest: digestOf(body), size: body.byteLength, body };
  const uploads = `/v2/${app}/blobs/uploads/`;

  beforeEach(async () => {
    registry = await startHostileRegistry();
    other = await startHostileRegistry();
    writer = createRegistryWriter(RegistryEndpoint.parse({ url: registry.url }));
  });

  afterEach(async () => {
    writer.close();
    await Promise.all([registry.close(), other.close()]);
  });

  it.each([
    ['registry/redirected', 202, (): string | undefined => `${other.url}/upload`],
    ['registry/redirected', 307, (): string | undefined => `${other.url}/upload`],
    ['registry/refused', 202, (): string | undefined => undefined],
    ['registry/refused', 404, (): string | undefined => undefined],
  ])('ends in %s where it answers %i, and carries nothing to another host', async (code, status, location) => {
    const to = location();
    registry.answer(uploads, { status, headers: to === undefined ? {} : { location: to } });
    await expect(writer.pushBlob(push, signal)).rejects.toMatchObject({ code });
    expect(other.requests).toEqual([]);
  });

  it('ends in registry/refused where it does not even say what it has', async () => {
    registry.answer(`/v2/${app}/blobs/${push.digest}`, { status: 418 });
    await expect(writer.pushBlob(push, signal)).rejects.toMatchObject({ code: 'registry/refused' });
  });

  it('hears a refusal that comes before the body is through', async () => {
    registry.answer(uploads, { status: 202, headers: { location: '/upload' } });
    registry.answer('/upload', (request, response) => {
      response.writeHead(413, { connection: 'close' }).end('too much', () => {
        request.socket.destroySoon();
      });
    });
    const size = 64 * 1024 * 1024;
    const large = { size, open: () => Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(1024 * 1024))) };
    const pushing = writer.pushBlob({ ...push, size, body: large }, signal);
    await expect(pushing).rejects.toMatchObject({ name: 'OciFault' });
  });

  it('fails with the error of the file where that cannot be read', async () => {
    registry.answer(uploads, { status: 202, headers: { location: '/upload' } });
    registry.answer('/upload', (request) => request.resume());
    const broken = { size: 10, open: () => createReadStream(join(tmpdir(), 'noderr-no-such-file')) };
    await expect(writer.pushBlob({ ...push, body: broken }, signal)).rejects.toThrow(/ENOENT|the connection failed/);
  });

  it('adds a signature again where another publisher has overwritten the list, a bounded number of times', async () => {
    const image = serveImage(registry, app);
    registry.answer(uploads, { status: 202, headers: { location: '/upload' } });
    registry.answer('/upload', { status: 201 });
    const tag = `/v2/${app}/manifests/${fallbackTagOf(image.index)}`;
    const sign = async (): Promise<OciDigest> => pushSignature(writer, app, image.index, bundle, signal);
    const bundle = Buffer.from('{}');
    const { descriptor, manifest } = serveSignature(registry, app, image.index, bundle, image.indexSize);
    registry.answer(`/v2/${app}/manifests/${manifest}`, { status: 201 });
    let lists = 0;
    const list = (manifests: object[]): string => JSON.stringify({ schemaVersion: 2, manifests });
    registry.answer(tag, (request, response) => {
      if (request.method === 'PUT') response.writeHead(201).end();
      else response.end(list(lists++ < 2 ? [] : [descriptor]));
    });
    expect(await sign()).toBe(manifest);
    expect(lists).toBe(3);
    registry.answer(tag, (request, response) => {
      response.writeHead(request.method === 'PUT' ? 201 : 200).end(list([]));
    });
    await expect(sign()).rejects.toThrow('overwritten 5 times');
  });

  it('refuses a tag that is none before anything is sent', async () => {
    const pushing = writer.pushDocument(
      { repository: app, bytes: Buffer.from('{}'), mediaType: 'x', tag: '../x' },
      signal,
    );
    await expect(pushing).rejects.toThrow('not a tag');
    expect(registry.requests).toEqual([]);
  });
});
