import { OciFault } from '../fault.ts';

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/** What an entry of a layer is about: the parts of its path below the image's root, and whether it takes away. */
export type LayerPath =
  | { kind: 'root' }
  | { kind: 'entry'; parents: readonly string[]; name: string }
  /** `name` of the lower layers is gone. */
  | { kind: 'whiteout'; parents: readonly string[]; name: string }
  /** All that the lower layers have in this directory is gone. */
  | { kind: 'opaque'; parents: readonly string[] };

/**
 * Reads the name of a layer's entry.
 * @throws OciFault content/malformed for a name that leads upwards or cannot be a path
 */
export function layerPath(text: string): LayerPath {
  const parts = pathParts(text);
  const name = parts.at(-1);
  if (name === undefined) return { kind: 'root' };
  const parents = parts.slice(0, -1);
  if (name === OPAQUE) return { kind: 'opaque', parents };
  if (!name.startsWith(WHITEOUT)) return { kind: 'entry', parents, name };
  const [hidden, ...others] = pathParts(name.slice(WHITEOUT.length));
  if (hidden === undefined || others.length > 0) throw malformed(text);
  return { kind: 'whiteout', parents, name: hidden };
}

/** @throws OciFault content/malformed */
export function pathParts(text: string): string[] {
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  if (text.includes('\0') || text.length > 4096 || parts.includes('..')) throw malformed(text);
  return parts;
}

/** Where a link that stands in `parents` leads, as parts below the image's root, which cannot be left. */
export function linkParts(parents: readonly string[], target: string): string[] {
  if (target.includes('\0') || target.length > 4096) throw malformed(target);
  const result: string[] = target.startsWith('/') ? [] : [...parents];
  for (const part of target.split('/')) {
    if (part === '..') result.pop();
    else if (part !== '' && part !== '.') result.push(part);
  }
  return result;
}

function malformed(text: string): OciFault {
  return new OciFault('content/malformed', `unpack: the layer names ${JSON.stringify(text.slice(0, 200))}`);
}
