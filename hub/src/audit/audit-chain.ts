import { type AuditEntry, type Hex32 } from '@noderr/protocol';
import { auditHash, GENESIS } from './audit-hash.ts';

/** How far a chain of entries has been checked. */
export interface ChainProgress {
  length: number;
  head: Hex32;
  /** The first entry that is missing, out of order or changed. */
  brokenAt: number | null;
}

export const EMPTY_CHAIN: ChainProgress = { length: 0, head: GENESIS, brokenAt: null };

/** Checks the next entries of a chain, oldest first; once broken it stays broken. */
export function checkChain(progress: ChainProgress, entries: readonly AuditEntry[]): ChainProgress {
  let { length, head, brokenAt } = progress;
  for (const entry of entries) {
    length += 1;
    const sound = entry.n === length && entry.previous === head && entry.hash === auditHash(entry);
    if (!sound) brokenAt ??= Math.min(length, entry.n);
    head = entry.hash;
  }
  return { length, head, brokenAt };
}
