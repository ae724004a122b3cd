import { type Descriptor, type Platform } from '../document.ts';
import { type OciDigest } from '../digest.ts';
import { OCI_CONFIG, OCI_INDEX, OCI_MANIFEST } from '../media-type.ts';
import { type BlobFolder } from '../store/blob-folder.ts';
import { type BuiltLayer } from './build-layer.ts';

/** How an image wants to be run. */
export interface RunConfig {
  entrypoint?: readonly string[];
  cmd?: readonly string[];
  env?: Readonly<Record<string, string>>;
  user?: string;
  workingDir?: string;
  /** Such as `9100/tcp`. */
  exposedPorts?: readonly string[];
  volumes?: readonly string[];
  labels?: Readonly<Record<string, string>>;
  stopSignal?: string;
}

export interface ImagePlan {
  platform: Platform;
  /** Layers lowest first; images that begin with the same ones share their blobs. */
  layers: readonly BuiltLayer[];
  config: RunConfig;
  annotations?: Readonly<Record<string, string>>;
}

export interface BuiltImage {
  /** Of the manifest, with its platform. */
  descriptor: Descriptor;
  layers: readonly BuiltLayer[];
}

/** Writes an image's config and manifest; the same plan gives the same digest. */
export async function buildImage(blobs: BlobFolder, plan: ImagePlan): Promise<BuiltImage> {
  const { platform, layers, annotations } = plan;
  const config = {
    created: '1970-01-01T00:00:00Z',
    ...platform,
    config: runConfig(plan.config),
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
  };
  const stored = await putJson(blobs, config);
  const manifest = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: { mediaType: OCI_CONFIG, ...stored },
    layers: layers.map(({ descriptor }) => descriptor),
    ...(annotations === undefined ? {} : { annotations }),
  };
  const written = await putJson(blobs, manifest);
  return { descriptor: { mediaType: OCI_MANIFEST, ...written, platform }, layers };
}

/** Writes the index of one image per platform; its digest is what a release names. */
export async function buildIndex(blobs: BlobFolder, images: readonly BuiltImage[]): Promise<Descriptor> {
  const manifests = images.map(({ descriptor }) => descriptor);
  const stored = await putJson(blobs, { schemaVersion: 2, mediaType: OCI_INDEX, manifests });
  return { mediaType: OCI_INDEX, ...stored };
}

function runConfig(config: RunConfig): object {
  const { entrypoint, cmd, env, user, workingDir, exposedPorts, volumes, labels, stopSignal } = config;
  // JSON leaves out what is undefined.
  return {
    Entrypoint: entrypoint,
    Cmd: cmd,
    Env: env && Object.entries(env).map(([name, value]) => `${name}=${value}`),
    User: user,
    WorkingDir: workingDir,
    ExposedPorts: exposedPorts && Object.fromEntries(exposedPorts.map((port) => [port, {}])),
    Volumes: volumes && Object.fromEntries(volumes.map((path) => [path, {}])),
    Labels: labels,
    StopSignal: stopSignal,
  };
}

function putJson(blobs: BlobFolder, json: object): Promise<{ digest: OciDigest; size: number }> {
  return blobs.put(Buffer.from(JSON.stringify(json)));
}
