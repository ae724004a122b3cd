import { BUNDLE_ARTIFACT_TYPE, type Repository } from '@noderr/protocol';
import { type Descriptor, parseManifest } from '../document.ts';
import { type OciDigest } from '../digest.ts';
import { OciFault } from '../fault.ts';
import { type OciLimits } from '../limits.ts';
import { type RegistrySource } from '../registry/registry-source.ts';

/** Descriptors that can name a signature bundle: of the right type, small, each once. */
export function bundleCandidates(referrers: readonly Descriptor[], limits: OciLimits): Descriptor[] {
  const byDigest = new Map(
    referrers
      .filter((one) => one.artifactType === BUNDLE_ARTIFACT_TYPE && one.size <= limits.bundleManifestBytes)
      .map((one) => [one.digest, one]),
  );
  return [...byDigest.values()].toSorted((a, b) => a.size - b.size).slice(0, limits.bundles);
}

/**
 * The bundle layer of a signature's manifest.
 * @throws OciFault signature/malformed where it is none, or hung to another image; content/too-large
 */
export async function bundleLayerOf(
  candidate: Descriptor,
  subject: OciDigest,
  place: { source: RegistrySource; repository: Repository; limits: OciLimits },
  signal: AbortSignal,
): Promise<Descriptor> {
  const { source, repository, limits } = place;
  const bytes = await source.document(repository, candidate.digest, limits.bundleManifestBytes, signal);
  const what = `signature ${candidate.digest} of ${subject}`;
  const manifest = parseManifest(bytes, what);
  if (manifest.subject?.digest !== subject) {
    throw new OciFault('signature/malformed', `${what} refers to ${manifest.subject?.digest ?? 'nothing'}`);
  }
  const [layer, ...others] = manifest.layers;
  if (layer?.mediaType !== BUNDLE_ARTIFACT_TYPE || others.length > 0) {
    throw new OciFault('signature/malformed', `${what} is not one bundle`);
  }
  if (layer.size > limits.bundleBytes) {
    throw new OciFault('content/too-large', `${what} has ${layer.size} bytes, over ${limits.bundleBytes}`);
  }
  return layer;
}
