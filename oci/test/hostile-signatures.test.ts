import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OciFault } from '../src/fault.ts';
import { type OciLimits } from '../src/limits.ts';
import { RegistryEndpoint } from '../src/registry/endpoint.ts';
import { createRegistryClient, type RegistryClient } from '../src/registry/registry-client.ts';
import { signComponent } from '../src/signature/sign-component.ts';
import { generateSigningKey } from '../src/signature/signing-key.ts';
import { type TrustPolicy } from '../src/signature/trust-policy.ts';
import { verifyComponent } from '../src/signature/verify-component.ts';
import { dripFeed, endlessBody, type HostileRegistry, startHostileRegistry } from '../src/testing/hostile-registry.ts';
import {
  junkReferrer,
  listByApi,
  listByTag,
  serveImage,
  type ServedImage,
  type ServedSignature,
  serveSignature,
} from '../src/testing/image-fixture.ts';
import { policyOf, releaseOf, REPOSITORY } from '../src/testing/signed-release.ts';

const alice = generateSigningKey('ecdsa-p256');
const bob = generateSigningKey('ed25519');

describe('verifyComponent against a hostile registry', () => {
  let registry: HostileRegistry;
  let mirror: HostileRegistry;
  let client: RegistryClient;
  let image: ServedImage;
  let signature: ServedSignature;

  beforeEach(async () => {
    registry = await startHostileRegistry();
    mirror = await startHostileRegistry();
    client = clientOf([registry]);
    image = serveImage(registry, REPOSITORY);
    const bundle = signComponent(releaseOf(image.index).expected, alice);
    signature = serveSignature(registry, REPOSITORY, image.index, bundle);
  });

  afterEach(async () => {
    client.close();
    await registry.close();
    await mirror.close();
  });

  function clientOf(registries: readonly HostileRegistry[], limits: Partial<OciLimits> = {}): RegistryClient {
    const endpoints = registries.map(({ url }) => RegistryEndpoint.parse({ url }));
    return createRegistryClient({ endpoints, limits });
  }

  async function verdict(from = client, policy: TrustPolicy = policyOf(1, alice, bob)): Promise<string> {
    const { component, expected } = releaseOf(image.index);
    return verifyComponent(component, expected, policy, from, new AbortController().signal).then(
      ({ signers }) => `signed by ${signers.length}`,
      (error: unknown) => (error instanceof OciFault ? error.code : Promise.reject(error as Error)),
    );
  }

  it('accepts a listed signature', async () => {
    listByApi(registry, REPOSITORY, image.index, [signature.descriptor]);
    expect(await verdict()).toBe('signed by 1');
  });

  it('never asks for the image or its layers', async () => {
    listByApi(registry, REPOSITORY, image.index, [signature.descriptor]);
    await verdict();
    const asked = registry.requests.map(({ path }) => path).join('\n');
    expect(asked).not.toContain(image.layer);
    expect(asked).not.toContain(image.manifest);
  });

  it('reads the fallback tag where the referrers API answers with an empty list', async () => {
    listByApi(registry, REPOSITORY, image.index, []);
    listByTag(registry, REPOSITORY, image.index, [signature.descriptor]);
    expect(await verdict()).toBe('signed by 1');
  });

  it('reads the referrers API where the fallback tag is empty', async () => {
    listByApi(registry, REPOSITORY, image.index, [signature.descriptor]);
    listByTag(registry, REPOSITORY, image.index, []);
    expect(await verdict()).toBe('signed by 1');
  });

  it('adds up signers from both lists', async () => {
    const second = serveSignature(
      registry,
      REPOSITORY,
      image.index,
      signComponent(releaseOf(image.index).expected, bob),
    );
    listByApi(registry, REPOSITORY, image.index, [signature.descriptor]);
    listByTag(registry, REPOSITORY, image.index, [second.descriptor]);
    expect(await verdict(client, policyOf(2, alice, bob))).toBe('signed by 2');
  });

  it('is not made to fetch 1 000 referrers of other types', async () => {
    const junk = Array.from({ length: 1000 }, (_, n) => junkReferrer(n, 'application/x-junk'));
    listByApi(registry, REPOSITORY, image.index, [...junk, signature.descriptor]);
    expect(await verdict()).toBe('signed by 1');
    expect(registry.requests).toHaveLength(3);
  });

  it('is not hidden from by 1 000 referrers that lead nowhere', async () => {
    const junk = Array.from({ length: 1000 }, (_, n) => junkReferrer(n));
    listByApi(registry, REPOSITORY, image.index, [...junk, signature.descriptor]);
    expect(await verdict()).toBe('signed by 1');
  });

  it('looks at a bounded number of signatures only', async () => {
    const bounded = createRegistryClient({
      endpoints: [RegistryEndpoint.parse({ url: registry.url })],
      limits: { bundles: 16 },
    });
    listByApi(
      registry,
      REPOSITORY,
      image.index,
      Array.from({ length: 1000 }, (_, n) => junkReferrer(n)),
    );
    expect(await verdict(bounded)).toBe('registry/refused');
    expect(registry.requests).toHaveLength(18);
    bounded.close();
  });

  it('does not follow a listing for ever', async () => {
    const path = `/v2/${REPOSITORY}/referrers/${image.index}`;
    const body = JSON.stringify({ schemaVersion: 2, manifests: [] });
    registry.answer(path, { headers: { link: `<${path}?page=next>; rel="next"` }, body });
    expect(await verdict()).toBe('signature/missing');
    expect(registry.requests.filter((request) => request.path.startsWith(path))).toHaveLength(
      client.limits.referrerPages,
    );
  });

  it('does not follow a listing to another host', async () => {
    const path = `/v2/${REPOSITORY}/referrers/${image.index}`;
    const body = JSON.stringify({ schemaVersion: 2, manifests: [] });
    registry.answer(path, { headers: { link: `<${mirror.url}${path}>; rel="next"` }, body });
    expect(await verdict()).toBe('signature/missing');
    expect(mirror.requests).toEqual([]);
  });

  it('refuses a bundle whose bytes are not those of its digest, whatever the header says', async () => {
    listByApi(registry, REPOSITORY, image.index, [signature.descriptor]);
    const forged = signComponent(releaseOf(image.index).expected, bob);
    const headers = { 'docker-content-digest': signature.blob };
    registry.answer(`/v2/${REPOSITORY}/blobs/${signature.blob}`, { headers, body: forged });
    expect(await verdict()).toMatch(/^content\//);
  });

  it("refuses a signature's manifest whose bytes are not those of its digest", async () => {
    listByApi(registry, REPOSITORY, image.index, [signature.descriptor]);
    registry.answer(`/v2/${REPOSITORY}/manifests/${signature.manifest}`, { body: '{"schemaVersion":2}' });
    expect(await verdict()).toBe('content/digest-mismatch');
  });

  it.each([
    ['list of referrers', (): string => `referrers/${image.index}`],
    ['signature manifest', (): string => `manifests/${signature.manifest}`],
    ['bundle', (): string => `blobs/${signature.blob}`],
  ])('stops reading an endless %s', async (_name, path) => {
    listByApi(registry, REPOSITORY, image.index, [signature.descriptor]);
    registry.answer(`/v2/${REPOSITORY}/${path()}`, (_request, response) => {
      endlessBody(response);
    });
    expect(await verdict()).toBe('content/too-large');
  });

  it('does not fetch a bundle that says it is too large', async () => {
    const large = serveSignature(registry, REPOSITORY, image.index, Buffer.alloc(client.limits.bundleBytes + 1));
    listByApi(registry, REPOSITORY, image.index, [large.descriptor]);
    expect(await verdict()).toBe('content/too-large');
    expect(registry.requests.map(({ path }) => path).join()).not.toContain(large.blob);
  });

  it.each([
    ['two layers', (layer: object): object => ({ layers: [layer, layer] })],
    ['no layer', (): object => ({ layers: [] })],
    ['a layer of another type', (layer: object): object => ({ layers: [{ ...layer, mediaType: 'text/plain' }] })],
    ['no subject', (): object => ({ subject: undefined })],
  ])('refuses a signature manifest with %s', async (_name, change) => {
    const honest = signature.json as { layers: [object] };
    const manifest = registry.serveDocument(REPOSITORY, { ...honest, ...change(honest.layers[0]) });
    listByApi(registry, REPOSITORY, image.index, [{ ...signature.descriptor, ...manifest }]);
    expect(await verdict()).toBe('signature/malformed');
  });

  it('gives up on a signature that drips', async () => {
    listByApi(registry, REPOSITORY, image.index, [signature.descriptor]);
    registry.answer(`/v2/${REPOSITORY}/manifests/${signature.manifest}`, (_request, response) => {
      dripFeed(response);
    });
    const hasty = clientOf([registry], { requestMs: 300 });
    expect(await verdict(hasty)).toBe('registry/timeout');
    hasty.close();
  });

  it('finds on a mirror what the registry hides', async () => {
    listByApi(registry, REPOSITORY, image.index, []);
    const bundle = signComponent(releaseOf(image.index).expected, alice);
    const copy = serveSignature(mirror, REPOSITORY, image.index, bundle);
    listByApi(mirror, REPOSITORY, image.index, [copy.descriptor]);
    const mirrored = clientOf([registry, mirror]);
    expect(await verdict(mirrored)).toBe('signed by 1');
    mirrored.close();
  });

  it('reads on a mirror the signature that the registry has spoiled', async () => {
    listByApi(registry, REPOSITORY, image.index, [signature.descriptor]);
    registry.answer(`/v2/${REPOSITORY}/blobs/${signature.blob}`, { body: 'spoiled' });
    const copy = serveSignature(mirror, REPOSITORY, image.index, signComponent(releaseOf(image.index).expected, alice));
    listByTag(mirror, REPOSITORY, image.index, [copy.descriptor]);
    const mirrored = clientOf([registry, mirror]);
    expect(await verdict(mirrored)).toBe('signed by 1');
    mirrored.close();
  });

  it('does not ban a release because a registry is down', async () => {
    await registry.close();
    expect(await verdict()).toBe('registry/unreachable');
    registry = await startHostileRegistry();
  });

  it('stops at once when it is told to', async () => {
    const { component, expected } = releaseOf(image.index);
    const controller = new AbortController();
    const reason = new Error('paused');
    registry.answer(`/v2/${REPOSITORY}/referrers/${image.index}`, () => {
      controller.abort(reason);
    });
    const running = verifyComponent(component, expected, policyOf(1, alice), client, controller.signal);
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });
});
