import { readFileSync } from 'node:fs';
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
import { baseLayer } from './base-layer.ts';

const SOURCES = ['server.ts', 'ledger.ts', 'behaviour.ts', 'check-data.ts'] as const;

/** Builds a demo release, which is its sources and `release.json` over the base layer, and pushes it. */
export async function pushDemoImage(run: RunFolder, registryUrl: string, release: DemoRelease): Promise<OciDigest> {
  const blobs = await openBlobFolder(run.folder('images'));
  const base = await baseLayer(blobs, join(run.folder('images'), 'base-layer.json'));
  const app = await buildLayer(blobs, [
    { kind: 'file', path: '/app/package.json', content: '{"type":"module"}\n' },
    { kind: 'file', path: '/app/release.json', content: JSON.stringify(release) },
    ...SOURCES.map((name) => ({
      kind: 'file' as const,
      path: `/app/${name}`,
      content: readFileSync(new URL(`../demo-node/${name}`, import.meta.url)),
    })),
  ]);
  const image = await buildImage(blobs, {
    platform: linuxPlatform(process.arch),
    layers: [base, app],
    config: {
      entrypoint: ['/usr/bin/node', '/app/server.ts'],
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
