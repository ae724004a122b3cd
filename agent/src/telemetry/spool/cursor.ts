import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { longest, type Ranges, withRange } from './ranges.ts';

/** More stretches than this come only of a hub that comes and goes all day; forgetting one sends it a second time. */
const MAX_RANGES = 64;

const CursorFile = z.object({
  schema: z.literal(1),
  /** `[from, to]` in positions of the spool. */
  sent: z.array(z.tuple([z.int().nonnegative(), z.int().positive()])).max(MAX_RANGES),
});

/** What of a spool the hub has taken. */
export interface Cursor {
  readonly sent: Ranges;
  /** Never throws: what could not be written is written with the next one. */
  write(sent: Ranges): void;
}

/**
 * Opens the cursor of a spool; one that is missing or damaged is empty, and the spool is sent once more.
 * It is replaced as a whole but not synced: after a power cut an older one may be found, which sends again what it does
 * not know of, and identical samples and lines are stored once.
 */
export function openCursor(path: string, onFault: (error: unknown) => void): Cursor {
  let sent = read(path, onFault);
  return {
    get sent() {
      return sent;
    },
    write(next) {
      sent = longest(next, MAX_RANGES);
      try {
        const file: z.infer<typeof CursorFile> = { schema: 1, sent: sent.map(({ from, to }) => [from, to]) };
        writeFileSync(`${path}.tmp`, JSON.stringify(file), { mode: 0o600 });
        renameSync(`${path}.tmp`, path);
      } catch (error) {
        onFault(error);
      }
    },
  };
}

function read(path: string, onFault: (error: unknown) => void): Ranges {
  try {
    const { sent } = CursorFile.parse(JSON.parse(readFileSync(path, 'utf8')));
    return sent.reduce<Ranges>((ranges, [from, to]) => withRange(ranges, { from, to }), []);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) onFault(error);
    return [];
  }
}
