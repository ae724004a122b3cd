import {
  type BeaconIdentity,
  expectationOf,
  linuxPlatform,
  type RegistryClient,
  resolveImage,
  type TrustPolicy,
  verifyComponent,
} from '@noderr/oci';
import { ociDigest, type Release } from '@noderr/protocol';
import { type ReleaseVerifier } from '../attempt/attempt-deps.ts';

export interface OciVerifierOptions {
  identity: BeaconIdentity;
  trust: TrustPolicy;
  /** As Node's `process.arch`. */
  arch: string;
}

/** Signatures first, then what the digests describe; the last answer is remembered, because content is. */
export function createOciVerifier(
  { identity, trust, arch }: OciVerifierOptions,
  client: RegistryClient,
): ReleaseVerifier {
  let last: { contentHash: string; bytes: number } | null = null;
  return {
    async verify(release: Release, signal) {
      if (last?.contentHash === release.contentHash) return { bytes: last.bytes };
      let bytes = 0;
      for (const component of release.components) {
        await verifyComponent(component, expectationOf(release, component, identity), trust, client, signal);
        const digest = ociDigest(component.digest);
        bytes += (await resolveImage(client, component.repository, digest, linuxPlatform(arch), signal)).size;
      }
      last = { contentHash: release.contentHash, bytes };
      return { bytes };
    },
  };
}
