import { fileURLToPath } from 'node:url';
import { type LayerFile } from '@noderr/oci';
import { build } from 'esbuild';

const LIBRARY = '@noderr/telemetry';
const FOLDER = `/app/node_modules/${LIBRARY}`;

/**
 * The telemetry library with all that it imports as one module, where the demo node's sources find it by its name: a
 * layer that all releases share as long as the library stays the same.
 */
export async function libraryFiles(): Promise<LayerFile[]> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(import.meta.resolve(LIBRARY))],
    outfile: 'index.js',
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    legalComments: 'none',
    // CommonJS modules inside ask for Node's own modules
    banner: {
      js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
    },
    logLevel: 'warning',
  });
  const manifest = { name: LIBRARY, type: 'module', exports: './index.js' };
  return [
    { kind: 'file', path: `${FOLDER}/package.json`, content: JSON.stringify(manifest) },
    ...outputFiles.map(({ contents }) => ({ kind: 'file' as const, path: `${FOLDER}/index.js`, content: contents })),
  ];
}
