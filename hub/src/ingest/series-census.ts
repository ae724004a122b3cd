import { type NodeId } from '@noderr/protocol';
import { type Clock } from '../clock.ts';

/** Bounds how many different things (series, streams) a node may have at a time. */
export interface SeriesCensus {
  /** Counts the keys as seen now and returns true; false, with none of them counted, where they are too many. */
  admit(nodeId: NodeId, keys: readonly number[]): boolean;
}

/** A key is forgotten one to two such spans after it was last seen; milliseconds. */
export const SPAN_MS = 3_600_000;

interface Seen {
  span: number;
  present: Set<number>;
  /** Those of the span before that were not seen since. */
  past: Set<number>;
}

export function createSeriesCensus(maxKeys: number, clock: Clock): SeriesCensus {
  const nodes = new Map<NodeId, Seen>();

  let newest = 0;

  function forgetBefore(span: number): void {
    newest = span + 1;
    for (const [nodeId, seen] of nodes) if (seen.span < span) nodes.delete(nodeId);
  }

  function seenOf(nodeId: NodeId): Seen {
    const span = Math.floor(clock.now() / SPAN_MS);
    const known = nodes.get(nodeId);
    if (known?.span === span) return known;
    if (span !== newest) forgetBefore(span - 1);
    const past = known?.span === span - 1 ? known.present : new Set<number>();
    const seen = { span, present: new Set<number>(), past };
    nodes.set(nodeId, seen);
    return seen;
  }

  return {
    admit(nodeId, keys) {
      const { present, past } = seenOf(nodeId);
      const fresh = new Set<number>();
      for (const key of keys) if (!present.has(key) && !past.has(key)) fresh.add(key);
      if (present.size + past.size + fresh.size > maxKeys) return false;
      for (const key of keys) {
        past.delete(key);
        present.add(key);
      }
      return true;
    },
  };
}
