import { fileURLToPath } from 'node:url';
import { type LayerFile } from '@noderr/oci';
import { bundle } from './bundle.ts';

/** What the demo node imports by its name. */
export const LIBRARY = '@noderr/telemetry';
const FOLDER = `/app/node_modules/${LIBRARY}`;

/** The telemetry library with all that it needs: a layer that all releases share as long as it stays the same. */
export async function libraryFiles(): Promise<LayerFile[]> {
  const manifest = { name: LIBRARY, type: 'module', exports: './index.js' };
  return [
    { kind: 'file', path: `${FOLDER}/package.json`, content: JSON.stringify(manifest) },
    ...(await bundle({ entryPoints: [fileURLToPath(import.meta.resolve(LIBRARY))], folder: FOLDER, minify: true })),
  ];
}
