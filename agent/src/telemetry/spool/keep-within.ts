import { type Spool } from './spool.ts';

/**
 * Deletes the oldest segments until the spools fit together. The larger spool gives, so that a service that floods its
 * log does not push the metrics out.
 */
export function keepWithin(maxBytes: number, spools: readonly Spool[]): void {
  for (;;) {
    if (spools.reduce((sum, { bytes }) => sum + bytes, 0) <= maxBytes) return;
    const [largest] = spools.filter(({ segments }) => segments > 1).sort((a, b) => b.bytes - a.bytes);
    if (!largest) return;
    largest.evictOldest();
  }
}
