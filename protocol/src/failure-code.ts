import { z } from 'zod';

/** Faults of the release itself: they ban its id on this node until `retry` or a new id, and count for the guard. */
export const RELEASE_FAULTS = [
  'signature/missing',
  'signature/untrusted',
  'signature/wrong-subject',
  'signature/wrong-statement',
  'signature/wrong-version',
  'signature/malformed',
  'content/digest-mismatch',
  'content/malformed',
  'content/too-large',
  'content/platform-missing',
  'template/mismatch',
  'start/create-failed',
  'start/exited',
  'start/wrong-image',
  'health/restarting',
  'health/http-unreachable',
  'health/http-status',
  'health/chain-stuck',
  'health/no-peers',
  'health/data-integrity',
  'health/timeout',
] as const;

/** Faults of the surroundings: retried with backoff, never banned, never counted for the guard. */
export const ENVIRONMENT_FAULTS = [
  'registry/unreachable',
  'registry/refused',
  'registry/timeout',
  'registry/redirected',
  'rpc/unreachable',
  'disk/full',
  'disk/backup-too-large',
  'docker/unreachable',
  'docker/failed',
  'docker/name-taken',
  'docker/unsafe-template',
  'backup/failed',
  'backup/unsealed',
  'backup/missing',
  'interrupted',
  'superseded',
  'paused',
  'held',
] as const;

export const ReleaseFault = z.enum(RELEASE_FAULTS);
export type ReleaseFault = z.infer<typeof ReleaseFault>;
export const EnvironmentFault = z.enum(ENVIRONMENT_FAULTS);
export type EnvironmentFault = z.infer<typeof EnvironmentFault>;

/** Why an attempt did not end as `committed`; also the metric label. */
export const FailureCode = z.enum([...RELEASE_FAULTS, ...ENVIRONMENT_FAULTS]);
export type FailureCode = z.infer<typeof FailureCode>;

const releaseFaults: ReadonlySet<string> = new Set(RELEASE_FAULTS);

/** Whether the release is to blame, so that it is not tried again here. */
export function isReleaseFault(code: FailureCode): code is ReleaseFault {
  return releaseFaults.has(code);
}
