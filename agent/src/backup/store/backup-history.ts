import { ServiceName } from '@noderr/protocol';
import { z } from 'zod';
import { type BackupEstimate } from '../../attempt/backup-store.ts';
import { readText, writePrivateFile } from './private-file.ts';

const MAX_TAKES = 10;
/** Estimates follow the slowest of so many. */
const JUDGED_TAKES = 3;

/** How one backup went. */
const BackupTake = z.object({
  bytes: z.int().nonnegative(),
  durationMs: z.int().nonnegative(),
  mounts: z.array(z.object({ service: ServiceName, mountPath: z.string(), bytes: z.int().nonnegative() })),
});
export type BackupTake = z.infer<typeof BackupTake>;

/** What the last backups tell about the next one. */
export const BackupHistory = z.object({ lastSeq: z.int().nonnegative(), takes: z.array(BackupTake).max(MAX_TAKES) });
export type BackupHistory = z.infer<typeof BackupHistory>;

export const NO_HISTORY: BackupHistory = { lastSeq: 0, takes: [] };

/** `take` is null where its length could not be measured. */
export function withTake(history: BackupHistory, seq: number, take: BackupTake | null): BackupHistory {
  return { lastSeq: seq, takes: take ? [take, ...history.takes].slice(0, MAX_TAKES) : history.takes };
}

/** The size the mounts had last, and the time by the slowest of the last backups; zeroes where none is known. */
export function estimateFrom(
  { takes }: BackupHistory,
  mounts: readonly { service: string; mountPath: string }[],
): BackupEstimate {
  const known = mounts.map((mount) => lastBytes(takes, mount)).filter((bytes) => bytes !== null);
  if (known.length === 0) return { bytes: 0, durationMs: 0 };
  const bytes = known.reduce((sum, each) => sum + each, 0);
  const durations = takes
    .slice(0, JUDGED_TAKES)
    .map((take) => (take.bytes === 0 ? take.durationMs : Math.ceil((take.durationMs * bytes) / take.bytes)));
  return { bytes, durationMs: Math.max(0, ...durations) };
}

/** A history that cannot be read is begun anew: it only serves estimates, and the seq is in the manifests too. */
export async function readHistory(path: string): Promise<BackupHistory> {
  const text = await readText(path);
  if (text === null) return NO_HISTORY;
  try {
    return BackupHistory.parse(JSON.parse(text));
  } catch {
    return NO_HISTORY;
  }
}

export async function writeHistory(path: string, history: BackupHistory): Promise<void> {
  await writePrivateFile(path, [Buffer.from(JSON.stringify(history))]);
}

function lastBytes(
  takes: readonly BackupTake[],
  { service, mountPath }: { service: string; mountPath: string },
): number | null {
  for (const { mounts } of takes) {
    const found = mounts.find((mount) => mount.service === service && mount.mountPath === mountPath);
    if (found) return found.bytes;
  }
  return null;
}
