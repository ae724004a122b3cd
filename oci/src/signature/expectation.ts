import { type Component, type Release, type ReleaseAnnotations } from '@noderr/protocol';

/** The contract that a release must have been signed for. */
export interface BeaconIdentity {
  chainId: number;
  beacon: ReleaseAnnotations['beacon'];
}

/** What a signature must bind: this digest, in exactly this place. */
export interface Expectation {
  /** Hex of the component's OCI digest. */
  sha256: string;
  annotations: ReleaseAnnotations;
}

/** What a signature of one component of a release must say. */
export function expectationOf(
  release: Pick<Release, 'tier' | 'version'>,
  component: Component,
  identity: BeaconIdentity,
): Expectation {
  return {
    sha256: component.digest.slice(2),
    annotations: {
      tier: release.tier,
      version: release.version,
      service: component.service,
      chainId: String(identity.chainId),
      beacon: identity.beacon,
    },
  };
}
