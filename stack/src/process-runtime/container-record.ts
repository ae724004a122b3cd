import { Hex32, ReleaseId } from '@noderr/protocol';
import { z } from 'zod';
import { type ProcessIdentity } from '../process/process-identity.ts';

const RestartPolicy = z.enum(['no', 'unless-stopped']);

/** What one "container" of the process runtime is, on disk as `container.json`. */
export const ContainerRecord = z.object({
  id: z.string(),
  name: z.string(),
  labels: z
    .object({
      nodeId: z.string(),
      service: z.string(),
      releaseId: ReleaseId.nullable(),
      attemptId: z.string().nullable(),
      data: z.enum(['compatible', 'restore', 'irreversible']),
    })
    .nullable(),
  digest: Hex32,
  restartPolicy: RestartPolicy,
  /** Its own loopback address, so that an old and a new one never share a port. */
  address: z.string(),
  command: z.array(z.string()).min(1),
  environment: z.record(z.string(), z.string()),
  workingDirectory: z.string(),
  /** Mount target → folder on the host. */
  mounts: z.record(z.string(), z.string()),
});
export type ContainerRecord = z.infer<typeof ContainerRecord>;

/** What its shim last wrote, on disk as `status.json`; start times are in clock ticks since boot, from /proc. */
export const ShimStatus = z.object({
  shim: z.object({ pid: z.int(), start: z.string() }),
  child: z.object({ pid: z.int(), start: z.string() }).nullable(),
  exitCode: z.int().nullable(),
  restartCount: z.int(),
  startedAt: z.string(),
});
export type ShimStatus = z.infer<typeof ShimStatus>;

/** What a shim reads from its standard input before it runs anything; the end of it without this ends the shim. */
export const SHIM_GO = 'go';

/** A shim that is there and has not run anything yet. */
export function shimBegins(shim: ProcessIdentity): ShimStatus {
  return { shim, child: null, exitCode: null, restartCount: 0, startedAt: new Date().toISOString() };
}
