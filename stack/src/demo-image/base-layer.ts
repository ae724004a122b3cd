import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { type BlobFolder, type BuiltLayer, buildLayer, type LayerFile } from '@noderr/oci';
import { z } from 'zod';
import { readJson, writeJson } from '../run/atomic-file.ts';

const Cached = z.object({
  digest: z.string(),
  size: z.number(),
  mediaType: z.string(),
  diffId: z.string(),
});

/**
 * Node itself with the libraries that it needs, as the layer that all demo releases share: a release then costs
 * kilobytes. Built once per run folder.
 */
export async function baseLayer(blobs: BlobFolder, cacheFile: string): Promise<BuiltLayer> {
  const cached = readJson(cacheFile, Cached);
  if (cached) {
    const { diffId, ...descriptor } = cached;
    return { descriptor, diffId } as BuiltLayer;
  }
  const node = realpathSync(process.execPath);
  const layer = await buildLayer(
    blobs,
    [
      { kind: 'copy', path: '/usr/bin/node', from: node, mode: 0o755 },
      ...librariesOf(node).map((path): LayerFile => ({ kind: 'copy', path, from: realpathSync(path), mode: 0o755 })),
      { kind: 'directory', path: '/data', mode: 0o777 },
      { kind: 'directory', path: '/tmp', mode: 0o1777 },
    ],
    { compress: false },
  );
  writeJson(cacheFile, { ...layer.descriptor, diffId: layer.diffId });
  return layer;
}

/** Absolute paths of the shared libraries of a program, the loader included, as `ldd` lists them. */
function librariesOf(program: string): string[] {
  const lines = execFileSync('ldd', [program], { encoding: 'utf8' }).split('\n');
  const paths = lines.map((line) => /(?:=> )?(\/[^ ]+) \(/.exec(line)?.[1]).filter((path) => path !== undefined);
  return [...new Set(paths)].filter((path) => existsSync(path));
}
