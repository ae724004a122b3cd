import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { Hex32 } from '@noderr/protocol';
import Docker from 'dockerode';
import { pack } from 'tar-stream';
import { z } from 'zod';
import { type ImageReference } from '../runtime/container-runtime.ts';
import { findProgram } from './child.ts';

/**
 * What the test service does, by its environment variable MODE: `healthy` (default) answers `/health` and `/status`
 * with an advancing height on port 8080; `stuck` never advances; `no-peers`; `sick` has no `/health`; `crash` exits
 * with 7; `exit` ends with 0; `hang` ignores SIGTERM; `slow` answers after two seconds.
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
  /** More lines for the Dockerfile, such as `LABEL` or `VOLUME`. */
  instructions?: readonly string[];
}

const Progress = z.object({
  error: z.string().optional(),
  aux: z.object({ Digest: z.string().optional() }).optional(),
});

async function follow(docker: Docker, stream: NodeJS.ReadableStream): Promise<string | null> {
  const lines = await new Promise<unknown[]>((resolve, reject) => {
    docker.modem.followProgress(stream, (error: Error | null, output: unknown[]) => {
      if (error) reject(error);
      else resolve(output);
    });
  });
  let digest: string | null = null;
  for (const line of lines.map((entry) => Progress.parse(entry))) {
    if (line.error !== undefined) throw new Error(line.error);
    digest = line.aux?.Digest ?? digest;
  }
  return digest;
}

/** Why no test image can be built here, null when one can. */
export async function busyboxMissing(path: string): Promise<string | null> {
  return (await findProgram('busybox', path)) === null ? 'busybox-static is not installed' : null;
}

/** Builds a tiny image FROM scratch, pushes it to the registry and removes the local one, so that a pull is real. */
export async function pushBusyboxImage(
  image: BusyboxImage,
  to: { socketPath: string; registryHost: string; path: string },
): Promise<ImageReference> {
  const docker = new Docker({ socketPath: to.socketPath });
  const busybox = await findProgram('busybox', to.path);
  if (busybox === null) throw new Error('busybox-static is not installed');
  const dockerfile = [
    'FROM scratch',
    'COPY base/ /',
    'COPY service /service',
    ...(image.ballastBytes === undefined ? [] : ['COPY ballast /ballast']),
    `ENV RELEASE=${image.release} DEFAULT_MODE=${image.mode ?? 'healthy'}`,
    ...(image.instructions ?? []),
    ...(image.instructions?.some((line) => line.startsWith('ENTRYPOINT')) ? [] : ['ENTRYPOINT ["/service"]']),
  ];
  const context = pack();
  // Fixed times, so that the layer of busybox is one and the same blob in every image.
  const common = { uid: 0, gid: 0, mtime: new Date(0) };
  context.entry({ ...common, name: 'base/bin/busybox', mode: 0o755 }, await readFile(busybox));
  context.entry({ ...common, name: 'base/bin/sh', type: 'symlink', linkname: 'busybox' });
  context.entry({ ...common, name: 'base/tmp', type: 'directory', mode: 0o1777 });
  context.entry({ ...common, name: 'service', mode: 0o755 }, SERVICE);
  if (image.ballastBytes !== undefined) {
    context.entry({ ...common, name: 'ballast' }, randomBytes(image.ballastBytes));
  }
  context.entry({ ...common, name: 'Dockerfile' }, dockerfile.join('\n'));
  context.finalize();
  const reference = `${to.registryHost}/${image.repository}`;
  const tag = `build-${image.release.replaceAll(/[^\w.-]/g, '-')}`;
  await follow(
    docker,
    await docker.buildImage(context.pipe(new PassThrough()), { t: `${reference}:${tag}`, forcerm: true }),
  );
  const pushed = await follow(
    docker,
    await docker.getImage(reference).push({ tag, authconfig: { username: 'none', password: 'none' } }),
  );
  if (pushed === null) throw new Error(`the registry gave no digest for ${reference}:${tag}`);
  await docker.getImage(`${reference}:${tag}`).remove({ force: true });
  const digest = Hex32.parse(`0x${pushed.slice('sha256:'.length)}`);
  return { host: to.registryHost, repository: image.repository, digest };
}
