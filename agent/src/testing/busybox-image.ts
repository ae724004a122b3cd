import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildImage,
  buildLayer,
  createRegistryWriter,
  linuxPlatform,
  openBlobFolder,
  pushImage,
  RegistryEndpoint,
  registryUrlOf,
  type RunConfig,
} from '@noderr/oci';
import { findProgram } from '@noderr/oci/testing';
import { hexOfOciDigest, Repository } from '@noderr/protocol';
import { type ImageReference } from '../runtime/container-runtime.ts';

/**
 * What the test service does, by its environment variable MODE: `healthy` (default) answers `/health` and `/status`
 * with an advancing height on port 8080; `stuck` never advances; `no-peers`; `sick` has no `/health`; `fade` loses it
 * after a second; `crash` exits with 7; `exit` ends with 0; `hang` ignores SIGTERM; `slow` answers after two seconds.
 */
const SERVICE = `#!/bin/busybox sh
PATH=/bin
mode="\${MODE:-$DEFAULT_MODE}"
case "$mode" in
  crash) echo "fatal: cannot open database"; exit 7 ;;
  exit) exit 0 ;;
  hang) trap '' TERM ;;
  *) trap 'kill $web; exit 0' TERM ;;
esac
echo "service $RELEASE starts"
busybox mkdir -p /tmp/www
[ "$mode" = slow ] && busybox sleep 2
[ "$mode" = sick ] || echo ok > /tmp/www/health
peers=3
[ "$mode" = no-peers ] && peers=0
height=0
busybox httpd -f -p 8080 -h /tmp/www &
web=$!
while true; do
  [ "$mode" = stuck ] || height=$((height + 1))
  echo "{\\"chain\\":{\\"height\\":$height},\\"peers\\":$peers}" > /tmp/www/status.new
  busybox mv /tmp/www/status.new /tmp/www/status
  [ "$mode" = fade ] && [ "$height" -gt 9 ] && busybox rm -f /tmp/www/health
  busybox sleep 0.1
done
`;

export interface BusyboxImage {
  repository: string;
  /** Makes images differ and is what the service says it is. */
  release: string;
  mode?: string;
  /** Bytes that cannot be compressed, for an image that is not small. */
  ballastBytes?: number;
  /** How the image wants to be run, beside or instead of the service's own entry point. */
  config?: RunConfig;
}

/** Why no test image can be built here, null when one can. */
export async function busyboxMissing(path: string): Promise<string | null> {
  return (await findProgram('busybox', path)) === null ? 'busybox-static is not installed' : null;
}

/** Builds a tiny image and pushes it to the registry, past dockerd, which has yet to pull it. */
export async function pushBusyboxImage(
  image: BusyboxImage,
  to: { registryHost: string; path: string },
): Promise<ImageReference> {
  const busybox = await findProgram('busybox', to.path);
  if (busybox === null) throw new Error('busybox-static is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'nbb-'));
  const writer = createRegistryWriter(RegistryEndpoint.parse({ url: registryUrlOf(to.registryHost) }));
  try {
    const blobs = await openBlobFolder(folder);
    const layers = [
      await buildLayer(blobs, [
        { kind: 'copy', path: '/bin/busybox', from: busybox, mode: 0o755 },
        { kind: 'symlink', path: '/bin/sh', target: 'busybox' },
        { kind: 'directory', path: '/tmp', mode: 0o1777 },
      ]),
      await buildLayer(blobs, [{ kind: 'file', path: '/service', content: SERVICE, mode: 0o755 }]),
    ];
    if (image.ballastBytes !== undefined) {
      const content = randomBytes(image.ballastBytes);
      layers.push(await buildLayer(blobs, [{ kind: 'file', path: '/ballast', content }]));
    }
    const env = { RELEASE: image.release, DEFAULT_MODE: image.mode ?? 'healthy' };
    const config = { entrypoint: ['/service'], env, ...image.config };
    const { descriptor } = await buildImage(blobs, { platform: linuxPlatform(process.arch), layers, config });
    const repository = Repository.parse(image.repository);
    await pushImage(writer, blobs, { repository, digest: descriptor.digest }, new AbortController().signal);
    return { host: to.registryHost, repository, digest: hexOfOciDigest(descriptor.digest) };
  } finally {
    writer.close();
    await rm(folder, { recursive: true, force: true });
  }
}
