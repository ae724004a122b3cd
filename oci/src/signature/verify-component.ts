import { BUNDLE_ARTIFACT_TYPE, type Component, ociDigest } from '@noderr/protocol';
import { type Descriptor } from '../document.ts';
import { OciFault } from '../fault.ts';
import { type RegistryClient } from '../registry/registry-client.ts';
import { type RegistrySource } from '../registry/registry-source.ts';
import { type Expectation } from './expectation.ts';
import { bundleCandidates, bundleLayerOf } from './find-bundles.ts';
import { type TrustPolicy } from './trust-policy.ts';
import { type BundleVerdict, judgeBundle, sumUp } from './judge-bundle.ts';

const PARALLEL = 8;

export interface VerifiedComponent {
  /** Hints of the pinned keys that signed; at least as many as the policy's threshold. */
  signers: readonly string[];
}

/**
 * Looks for signatures in every source, in the referrers API and under the fallback tag, until enough distinct pinned
 * signers are found. Only kilobytes are read, and nothing of the image itself.
 * @throws OciFault signature/* where the signatures are not enough, registry/* or content/* where that may be because
 * some could not be read
 */
export async function verifyComponent(
  component: Component,
  expected: Expectation,
  policy: TrustPolicy,
  client: RegistryClient,
  signal: AbortSignal,
): Promise<VerifiedComponent> {
  const verdicts: BundleVerdict[] = [];
  const judged = new Set<string>();
  for (const source of client.sources) {
    for (const list of [listByApi, listByTag]) {
      const listed = await attempt(() => list(source, component, signal), signal);
      if (!listed.ok) {
        verdicts.push(listed);
        continue;
      }
      const candidates = bundleCandidates(listed.value, client.limits).filter(({ digest }) => !judged.has(digest));
      for (let from = 0; from < candidates.length; from += PARALLEL) {
        const batch = candidates.slice(from, from + PARALLEL).map(async (candidate): Promise<BundleVerdict> => {
          const read = await attempt(() => readBundle(candidate, component, client, source, signal), signal);
          if (!read.ok) return read;
          judged.add(candidate.digest);
          return judgeBundle(read.value, expected, policy);
        });
        verdicts.push(...(await Promise.all(batch)));
        if (sumUp(verdicts, policy).ok) return conclude(verdicts, expected, policy);
      }
    }
  }
  return conclude(verdicts, expected, policy);
}

function conclude(verdicts: readonly BundleVerdict[], expected: Expectation, policy: TrustPolicy): VerifiedComponent {
  const verdict = sumUp(verdicts, policy);
  if (verdict.ok) return { signers: verdict.signers };
  const { tier, version, service } = expected.annotations;
  const what = `verify ${service} sha256:${expected.sha256} for ${tier} ${version}`;
  throw new OciFault(verdict.code, `${what}: ${verdict.reason}`);
}

async function listByApi(
  source: RegistrySource,
  component: Component,
  signal: AbortSignal,
): Promise<readonly Descriptor[]> {
  const { repository, digest } = component;
  return (await source.referrers(repository, ociDigest(digest), BUNDLE_ARTIFACT_TYPE, signal)) ?? [];
}

function listByTag(source: RegistrySource, component: Component, signal: AbortSignal): Promise<readonly Descriptor[]> {
  return source.taggedReferrers(component.repository, ociDigest(component.digest), signal);
}

async function readBundle(
  candidate: Descriptor,
  component: Component,
  client: RegistryClient,
  source: RegistrySource,
  signal: AbortSignal,
): Promise<Buffer> {
  const { repository } = component;
  const place = { source, repository, limits: client.limits };
  const layer = await bundleLayerOf(candidate, ociDigest(component.digest), place, signal);
  const parts: Buffer[] = [];
  for await (const chunk of source.blob(repository, layer, signal)) parts.push(chunk);
  return Buffer.concat(parts);
}

/** Fails closed: a fault becomes a verdict that counts for nothing, everything else is thrown. */
async function attempt<T>(
  read: () => Promise<T>,
  signal: AbortSignal,
): Promise<{ ok: true; value: T } | Extract<BundleVerdict, { ok: false }>> {
  try {
    return { ok: true, value: await read() };
  } catch (error) {
    if (signal.aborted || !(error instanceof OciFault)) throw error;
    return { ok: false, code: error.code, reason: error.message };
  }
}
