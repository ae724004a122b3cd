import { type Repository } from '@noderr/protocol';
import {
  type Document,
  type ImageManifest,
  parseAs,
  parseDocument,
  parseJson,
  parseManifest,
  type Platform,
} from '../document.ts';
import { type OciDigest } from '../digest.ts';
import { OciFault } from '../fault.ts';
import { type RegistryClient } from '../registry/registry-client.ts';
import { ImageConfig } from './image-config.ts';
import { pickPlatform, platformsOf, platformText, runsOn } from './platform.ts';

/** One platform's image, every byte of its description hashed against the digest it was asked by. */
export interface ResolvedImage {
  repository: Repository;
  /** The digest it was asked by: an index or a manifest. */
  digest: OciDigest;
  /** The digest of this platform's manifest; the same where there is no index. */
  manifestDigest: OciDigest;
  manifest: ImageManifest;
  config: ImageConfig;
  /** Bytes to download at most, layers and config, as the descriptors say. */
  size: number;
}

/**
 * Reads what a digest names for one platform: kilobytes, no layer.
 * @throws OciFault content/platform-missing, content/malformed, content/too-large, content/digest-mismatch, registry/*
 */
export async function resolveImage(
  client: RegistryClient,
  repository: Repository,
  digest: OciDigest,
  platform: Platform,
  signal: AbortSignal,
): Promise<ResolvedImage> {
  const what = `image ${digest} of ${repository}`;
  const document = await readDocument(client, repository, digest, signal);
  const manifestDigest = document.kind === 'index' ? pickPlatform(document.index, platform, what).digest : digest;
  const manifest =
    document.kind === 'index'
      ? parseManifest(await client.document(repository, manifestDigest, signal), `manifest ${manifestDigest}`)
      : document.manifest;
  const { layers } = manifest;
  if (layers.length > client.limits.layers) {
    throw new OciFault('content/too-large', `${what} has ${layers.length} layers, over ${client.limits.layers}`);
  }
  const config = await readConfig(client, repository, manifest, signal);
  if (!runsOn(config, platform)) {
    const [is, wanted] = [platformText(config), platformText(platform)];
    throw new OciFault('content/platform-missing', `${what} is for ${is}, not for ${wanted}`);
  }
  if (config.rootfs.diff_ids.length !== layers.length) {
    throw new OciFault('content/malformed', `${what} has ${layers.length} layers but other numbers in its config`);
  }
  const size = [manifest.config, ...layers].reduce((sum, descriptor) => sum + descriptor.size, 0);
  return { repository, digest, manifestDigest, manifest, config, size };
}

/** The platforms that a digest has images for, each of them read, so that a publisher sees what nodes will see. */
export async function listPlatforms(
  client: RegistryClient,
  repository: Repository,
  digest: OciDigest,
  signal: AbortSignal,
): Promise<Platform[]> {
  const document = await readDocument(client, repository, digest, signal);
  if (document.kind === 'manifest') {
    const { os, architecture, variant } = await readConfig(client, repository, document.manifest, signal);
    return [{ os, architecture, ...(variant === undefined ? {} : { variant }) }];
  }
  const platforms = platformsOf(document.index).map(({ platform }) => platform);
  for (const platform of platforms) await resolveImage(client, repository, digest, platform, signal);
  return platforms;
}

async function readDocument(
  client: RegistryClient,
  repository: Repository,
  digest: OciDigest,
  signal: AbortSignal,
): Promise<Document> {
  return parseDocument(await client.document(repository, digest, signal), `image ${digest} of ${repository}`);
}

async function readConfig(
  client: RegistryClient,
  repository: Repository,
  manifest: ImageManifest,
  signal: AbortSignal,
): Promise<ImageConfig> {
  const what = `config ${manifest.config.digest} of ${repository}`;
  const bytes = await client.blobBytes(repository, manifest.config, client.limits.configBytes, signal);
  return parseAs(ImageConfig, parseJson(bytes, what), what);
}
