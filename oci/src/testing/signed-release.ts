import { Address, type Component, hexOfOciDigest, Repository, Version } from '@noderr/protocol';
import { type OciDigest } from '../digest.ts';
import { type Expectation, expectationOf } from '../signature/expectation.ts';
import { type SigningKey } from '../signature/signing-key.ts';
import { TrustPolicy } from '../signature/trust-policy.ts';

export const REPOSITORY = Repository.parse('noderr/oracle');

/** The release that tests sign, and what a node expects of it. */
export function releaseOf(digest: OciDigest): { component: Component; expected: Expectation } {
  const component: Component = { service: 'oracle', repository: REPOSITORY, digest: hexOfOciDigest(digest) };
  const release = { tier: 'ORACLE', version: Version.parse('1.2.3') } as const;
  const identity = { chainId: 31_337, beacon: Address.parse(`0x${'be'.repeat(20)}`) };
  return { component, expected: expectationOf(release, component, identity) };
}

export function policyOf(threshold: number, ...keys: readonly SigningKey[]): TrustPolicy {
  return TrustPolicy.parse({ threshold, keys: keys.map((key) => key.publicKeyPem) });
}
