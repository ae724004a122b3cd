import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildImage,
  buildLayer,
  createRegistryClient,
  createRegistryWriter,
  expectationOf,
  generateSigningKey,
  linuxPlatform,
  openBlobFolder,
  pushImage,
  pushSignature,
  type RegistryClient,
  RegistryEndpoint,
  type RegistryServer,
  signComponent,
  startRegistry,
  TrustPolicy,
} from '@noderr/oci';
import { Address, type Component, hexOfOciDigest, type Release, Repository } from '@noderr/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sampleRelease } from '../src/testing/sample-chain.ts';
import { createOciVerifier } from '../src/verify/oci-verifier.ts';

const signal = AbortSignal.timeout(120_000);
const identity = { chainId: 31_337, beacon: Address.parse(`0x${'be'.repeat(20)}`) };
const publisher = generateSigningKey('ecdsa-p256');
const trust = TrustPolicy.parse({ threshold: 1, keys: [publisher.publicKeyPem] });

describe('the verifier of releases, on a registry', () => {
  const folder = mkdtempSync(join(tmpdir(), 'noderr-verifier-'));
  const requests: string[] = [];
  const layers: string[] = [];
  let server: RegistryServer;
  let client: RegistryClient;

  beforeAll(async () => {
    const onRequest = ({ method, path }: { method: string; path: string }): number =>
      requests.push(`${method} ${path}`);
    server = await startRegistry({ port: 0, dir: join(folder, 'registry'), onRequest });
    client = createRegistryClient({ endpoints: [RegistryEndpoint.parse({ url: server.url })] });
  });
  afterAll(async () => {
    client.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    requests.length = 0;
  });

  /** A release of images that differ by their services; signed for `signedFor`, its own id unless told. */
  async function releaseOf(id: number, services: readonly string[], signedFor = id): Promise<Release> {
    const blobs = await openBlobFolder(join(folder, 'blobs'));
    const writer = createRegistryWriter(RegistryEndpoint.parse({ url: server.url }));
    const components: Component[] = [];
    for (const service of services) {
      const layer = await buildLayer(blobs, [{ kind: 'file', path: '/name', content: `${service} ${id}` }]);
      layers.push(layer.descriptor.digest);
      const image = await buildImage(blobs, { platform: linuxPlatform('x64'), layers: [layer], config: {} });
      const { digest } = image.descriptor;
      const repository = Repository.parse(`noderr/${service}`);
      await pushImage(writer, blobs, { repository, digest }, signal);
      const component: Component = { service, repository, digest: hexOfOciDigest(digest) };
      const statement = expectationOf(sampleRelease({ id: signedFor }), component, identity);
      await pushSignature(writer, repository, digest, signComponent(statement, publisher), signal);
      components.push(component);
    }
    writer.close();
    return { ...sampleRelease({ id }), components };
  }

  it('reads signatures and manifests of every component and no layer, and says what a pull will bring', async () => {
    const [one, two] = [await releaseOf(1, ['oracle']), await releaseOf(2, ['oracle', 'feed'])];
    requests.length = 0;
    const verifier = createOciVerifier({ identity, trust, arch: 'x64' }, client);
    const { bytes } = await verifier.verify(one, signal);
    expect(bytes).toBeGreaterThan(0);
    expect((await verifier.verify(two, signal)).bytes).toBeGreaterThan(bytes);
    expect(requests.filter((request) => layers.some((digest) => request.includes(digest)))).toEqual([]);
    for (const service of ['oracle', 'feed']) expect(requests.join('\n')).toContain(`/v2/noderr/${service}/manifests/`);
  });

  it('remembers the release that it saw last, by its content', async () => {
    const release = await releaseOf(3, ['oracle']);
    const verifier = createOciVerifier({ identity, trust, arch: 'x64' }, client);
    const first = await verifier.verify(release, signal);
    requests.length = 0;
    expect(await verifier.verify(release, signal)).toEqual(first);
    expect(requests).toEqual([]);
    await verifier.verify({ ...release, contentHash: sampleRelease({ id: 9 }).contentHash }, signal);
    expect(requests).not.toEqual([]);
  });

  it('remembers nothing that it refused', async () => {
    const release = await releaseOf(5, ['oracle'], 4);
    const verifier = createOciVerifier({ identity, trust, arch: 'x64' }, client);
    for (let tries = 0; tries < 2; tries += 1) {
      await expect(verifier.verify(release, signal)).rejects.toMatchObject({ code: 'signature/wrong-version' });
    }
  });

  it('refuses what is not built for this processor', async () => {
    const release = await releaseOf(6, ['oracle']);
    const verifier = createOciVerifier({ identity, trust, arch: 'arm64' }, client);
    await expect(verifier.verify(release, signal)).rejects.toMatchObject({ code: 'content/platform-missing' });
  });
});
