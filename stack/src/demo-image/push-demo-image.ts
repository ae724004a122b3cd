import { join } from 'node:path';
import {
  buildImage,
  buildIndex,
  buildLayer,
  createRegistryWriter,
  linuxPlatform,
  type OciDigest,
  openBlobFolder,
  pushImage,
  RegistryEndpoint,
} from '@noderr/oci';
import { type DemoRelease } from '../demo-node/behaviour.ts';
import { DEMO_REPOSITORY } from '../demo-node/template.ts';
import { type RunFolder } from '../run/run-folder.ts';
import { appFiles } from './app-files.ts';
import { baseLayer } from './base-layer.ts';
import { libraryFiles } from './library-files.ts';

/** Builds a demo release, which is a layer of its own over two shared ones, and pushes it. */
export async function pushDemoImage(run: RunFolder, registryUrl: string, release: DemoRelease): Promise<OciDigest> {
  const blobs = await openBlobFolder(run.folder('images'));
  const base = await baseLayer(blobs, join(run.folder('images'), 'base-layer.json'));
  const library = await buildLayer(blobs, await libraryFiles());
  const app = await buildLayer(blobs, await appFiles(release));
  const image = await buildImage(blobs, {
    platform: linuxPlatform(process.arch),
    layers: [base, library, app],
    config: {
      entrypoint: ['/usr/bin/node', '/app/server.js'],
      env: { DATA_DIR: '/data' },
      user: '65534:65534',
      exposedPorts: ['8080/tcp'],
    },
  });
  const index = await buildIndex(blobs, [image]);
  const writer = createRegistryWriter(RegistryEndpoint.parse({ url: registryUrl }));
  try {
    return await pushImage(
      writer,
      blobs,
      { repository: DEMO_REPOSITORY, digest: index.digest, tag: release.version },
      AbortSignal.timeout(120_000),
    );
  } finally {
    writer.close();
  }
}
