import { BUNDLE_ARTIFACT_TYPE } from '@noderr/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf, fallbackTagOf, type OciDigest } from '../src/digest.ts';
import { OciFault } from '../src/fault.ts';
import { OCI_CONFIG, OCI_EMPTY, OCI_INDEX, OCI_LAYER, OCI_MANIFEST } from '../src/media-type.ts';
import { RegistryEndpoint } from '../src/registry/endpoint.ts';
import { createRegistryClient, type RegistryClient } from '../src/registry/registry-client.ts';
import { createRegistryWriter, type RegistryWriter } from '../src/registry/registry-writer.ts';
import { type RegistryServer } from '../src/server/start-registry.ts';
import { pushSignature } from '../src/signature/push-signature.ts';
import { signComponent } from '../src/signature/sign-component.ts';
import { generateSigningKey } from '../src/signature/signing-key.ts';
import { type TrustPolicy } from '../src/signature/trust-policy.ts';
import { verifyComponent } from '../src/signature/verify-component.ts';
import { policyOf, releaseOf, REPOSITORY } from '../src/testing/signed-release.ts';
import { REGISTRIES } from './registries.ts';

const signal = AbortSignal.timeout(120_000);
const alice = generateSigningKey('ecdsa-p256');
const bob = generateSigningKey('ed25519');
const mallory = generateSigningKey('ed25519');

for (const { name, isMissing, start } of REGISTRIES) {
  describe.skipIf(isMissing)(`signatures in ${name}`, () => {
    suite(start);
  });
}

function suite(start: () => Promise<RegistryServer>): void {
  let server: RegistryServer;
  let writer: RegistryWriter;
  let client: RegistryClient;
  let images = 0;

  beforeAll(async () => {
    server = await start();
    const endpoint = RegistryEndpoint.parse({ url: server.url });
    writer = createRegistryWriter(endpoint);
    client = createRegistryClient({ endpoints: [endpoint] });
  });

  afterAll(async () => {
    writer.close();
    client.close();
    await server.close();
  });

  async function push(
    bytes: Uint8Array,
    mediaType: string,
  ): Promise<{ mediaType: string; digest: OciDigest; size: number }> {
    const descriptor = { mediaType, digest: digestOf(bytes), size: bytes.byteLength };
    await writer.pushBlob({ repository: REPOSITORY, body: bytes, ...descriptor }, signal);
    return descriptor;
  }

  /** An image of its own for each test. */
  async function pushImage(): Promise<OciDigest> {
    images += 1;
    const config = await push(
      Buffer.from(JSON.stringify({ os: 'linux', architecture: 'amd64', n: images })),
      OCI_CONFIG,
    );
    const layer = await push(Buffer.from('layer'), OCI_LAYER);
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers: [layer] }));
    return (await writer.pushDocument({ repository: REPOSITORY, bytes, mediaType: OCI_MANIFEST }, signal)).digest;
  }

  async function verdictOf(digest: OciDigest, policy: TrustPolicy): Promise<string> {
    const { component, expected } = releaseOf(digest);
    return verifyComponent(component, expected, policy, client, signal).then(
      ({ signers }) => `signed by ${signers.length}`,
      (error: unknown) => (error instanceof OciFault ? error.code : Promise.reject(error as Error)),
    );
  }

  it('are found after they were pushed, as many as the policy needs', async () => {
    const digest = await pushImage();
    const { expected } = releaseOf(digest);
    await pushSignature(writer, REPOSITORY, digest, signComponent(expected, alice), signal);
    expect(await verdictOf(digest, policyOf(1, alice))).toBe('signed by 1');
    expect(await verdictOf(digest, policyOf(2, alice, bob))).toBe('signature/missing');
    await pushSignature(writer, REPOSITORY, digest, signComponent(expected, bob), signal);
    expect(await verdictOf(digest, policyOf(2, alice, bob))).toBe('signed by 2');
  });

  it('pushed twice are listed once', async () => {
    const digest = await pushImage();
    const bundle = signComponent(releaseOf(digest).expected, bob);
    const first = await pushSignature(writer, REPOSITORY, digest, bundle, signal);
    expect(await pushSignature(writer, REPOSITORY, digest, bundle, signal)).toBe(first);
    const listed =
      (await writer.source.referrers(REPOSITORY, digest, BUNDLE_ARTIFACT_TYPE, signal)) ??
      (await writer.source.taggedReferrers(REPOSITORY, digest, signal));
    expect(listed.map((descriptor) => descriptor.digest)).toEqual([first]);
  });

  it('missing altogether are signature/missing', async () => {
    expect(await verdictOf(await pushImage(), policyOf(1, alice))).toBe('signature/missing');
  });

  it('of the same signer twice do not make two', async () => {
    const digest = await pushImage();
    const { expected } = releaseOf(digest);
    await pushSignature(writer, REPOSITORY, digest, signComponent(expected, alice), signal);
    await pushSignature(writer, REPOSITORY, digest, signComponent(expected, alice), signal);
    expect(await verdictOf(digest, policyOf(2, alice, bob))).toBe('signature/missing');
  });

  it('of a stranger are signature/untrusted', async () => {
    const digest = await pushImage();
    await pushSignature(writer, REPOSITORY, digest, signComponent(releaseOf(digest).expected, mallory), signal);
    expect(await verdictOf(digest, policyOf(1, alice))).toBe('signature/untrusted');
  });

  it('for another image, hung to this one, are signature/wrong-subject', async () => {
    const [digest, other] = [await pushImage(), await pushImage()];
    await pushSignature(writer, REPOSITORY, digest, signComponent(releaseOf(other).expected, alice), signal);
    expect(await verdictOf(digest, policyOf(1, alice))).toBe('signature/wrong-subject');
  });

  it('in the legacy .sig form alone are signature/missing: no downgrade', async () => {
    const digest = await pushImage();
    const layer = await push(Buffer.from('{"critical":{}}'), 'application/vnd.dev.cosign.simplesigning.v1+json');
    const config = await push(Buffer.from('{}'), OCI_CONFIG);
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers: [layer] }));
    const tag = `${fallbackTagOf(digest)}.sig`;
    await writer.pushDocument({ repository: REPOSITORY, bytes, mediaType: OCI_MANIFEST, tag }, signal);
    expect(await verdictOf(digest, policyOf(1, alice))).toBe('signature/missing');
  });

  it('that hang to another image do not count, even where the fallback tag lists them', async () => {
    const [digest, other] = [await pushImage(), await pushImage()];
    const bundle = signComponent(releaseOf(digest).expected, alice);
    const signature = await pushSignature(writer, REPOSITORY, other, bundle, signal);
    const { byteLength } = await writer.source.document(REPOSITORY, signature, 65_536, signal);
    await pushTag(digest, [{ digest: signature, size: byteLength }]);
    expect(await verdictOf(digest, policyOf(1, alice))).toBe('signature/malformed');
  });

  it('are found among 1 000 junk referrers that claim to be signatures too', async () => {
    const digest = await pushImage();
    const config = await push(Buffer.from('{}'), OCI_EMPTY);
    const junk = Array.from({ length: 1000 }, async (_, n) => {
      const artifact = { artifactType: BUNDLE_ARTIFACT_TYPE, config, layers: [config], annotations: { n: String(n) } };
      const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_MANIFEST, ...artifact }));
      const pushed = await writer.pushDocument({ repository: REPOSITORY, bytes, mediaType: OCI_MANIFEST }, signal);
      return { digest: pushed.digest, size: bytes.byteLength };
    });
    await pushTag(digest, await Promise.all(junk));
    await pushSignature(writer, REPOSITORY, digest, signComponent(releaseOf(digest).expected, alice), signal);
    expect(await verdictOf(digest, policyOf(1, alice))).toBe('signed by 1');
  });

  async function pushTag(subject: OciDigest, entries: readonly { digest: OciDigest; size: number }[]): Promise<void> {
    const type = { mediaType: OCI_MANIFEST, artifactType: BUNDLE_ARTIFACT_TYPE };
    const manifests = entries.map((entry) => ({ ...entry, ...type }));
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }));
    const tag = fallbackTagOf(subject);
    await writer.pushDocument({ repository: REPOSITORY, bytes, mediaType: OCI_INDEX, tag }, signal);
  }
}
