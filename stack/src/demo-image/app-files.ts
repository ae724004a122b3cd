import { fileURLToPath } from 'node:url';
import { type LayerFile } from '@noderr/oci';
import { type DemoRelease } from '../demo-node/behaviour.ts';
import { bundle } from './bundle.ts';
import { LIBRARY } from './library-files.ts';

const PROGRAMS = ['server.ts', 'check-data.ts'].map((name) =>
  fileURLToPath(new URL(`../demo-node/${name}`, import.meta.url)),
);

/** What a demo release adds to the shared layers: the demo node's programs and its `release.json`, a few kilobytes. */
export async function appFiles(release: DemoRelease): Promise<LayerFile[]> {
  return [
    { kind: 'file', path: '/app/package.json', content: '{"type":"module"}\n' },
    { kind: 'file', path: '/app/release.json', content: JSON.stringify(release) },
    ...(await bundle({ entryPoints: PROGRAMS, folder: '/app', external: [LIBRARY] })),
  ];
}
