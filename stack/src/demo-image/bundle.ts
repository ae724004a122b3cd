import { basename } from 'node:path';
import { type LayerFile } from '@noderr/oci';
import { build } from 'esbuild';

export interface BundleOptions {
  /** Paths of sources; each becomes one JavaScript file of the same name. */
  entryPoints: readonly string[];
  /** Folder in the image. */
  folder: string;
  /** Packages that the image has beside. */
  external?: readonly string[];
  minify?: boolean;
}

/** Sources with all that they import as plain JavaScript: a container that need not strip types starts sooner. */
export async function bundle({
  entryPoints,
  folder,
  external = [],
  minify = false,
}: BundleOptions): Promise<LayerFile[]> {
  const { outputFiles } = await build({
    entryPoints: [...entryPoints],
    outdir: folder,
    write: false,
    bundle: true,
    external: [...external],
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify,
    legalComments: 'none',
    // the sources' own one extends a file that the image of the composed stack has not
    tsconfigRaw: {},
    // CommonJS modules inside ask for Node's own modules
    banner: {
      js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return outputFiles.map(({ path, contents }) => ({
    kind: 'file' as const,
    path: `${folder}/${basename(path)}`,
    content: contents,
  }));
}
