import { z } from 'zod';
import { Address, Hex32, ReleaseId, Sec } from './brands.ts';
import { Plan } from './plan.ts';
import { Tier } from './tier.ts';
import { Version } from './version.ts';

/** From lax to strict; the index is the contract's enum value. */
export const DATA_POLICIES = ['compatible', 'restore', 'irreversible'] as const;

/** What a way back does with the data: leaves it, restores the backup, or is impossible once committed. */
export const DataPolicy = z.enum(DATA_POLICIES);
export type DataPolicy = z.infer<typeof DataPolicy>;

/** A service's name in a template, a release and a container's name: lower case, digits and inner dashes. */
export const ServiceName = z.string().regex(/^[a-z][a-z0-9-]{0,30}[a-z0-9]$/, 'expected 2 to 32 of a-z, 0-9 and -');
export type ServiceName = z.infer<typeof ServiceName>;

/** An OCI repository path without a host, such as `noderr/oracle`. */
export const Repository = z
  .string()
  .max(128)
  .regex(
    /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/,
    'expected a path without a host',
  );
export type Repository = z.infer<typeof Repository>;

/** One container image of a release. */
export const Component = z.object({
  service: ServiceName,
  repository: Repository,
  /** sha256 of the OCI index or manifest. */
  digest: Hex32,
});
export type Component = z.infer<typeof Component>;

/** The images of a release: one to four, each for another service. */
export const Components = z
  .array(Component)
  .min(1)
  .max(4)
  .refine((list) => new Set(list.map((component) => component.service)).size === list.length, 'services must differ');

/** A release as the contract has it: nothing of it ever changes but `revoked`, and that one way. */
export const Release = z.object({
  tier: Tier,
  id: ReleaseId,
  version: Version,
  /** The lowest id from which a node may move here directly (a stone); 0 = from anywhere. */
  minFrom: ReleaseId,
  data: DataPolicy,
  plan: Plan,
  notesUri: z.string().max(256),
  publishedAt: Sec,
  publisher: Address,
  revoked: z.boolean(),
  contentHash: Hex32,
  components: Components,
});
export type Release = z.infer<typeof Release>;

/** The OCI form of a component's digest. */
export function ociDigest(digest: Hex32): `sha256:${string}` {
  return `sha256:${digest.slice(2)}`;
}

/** The component's digest in an OCI one. @throws RangeError for another algorithm than sha256 */
export function hexOfOciDigest(digest: string): Hex32 {
  if (!digest.startsWith('sha256:')) throw new RangeError(`not a sha256 digest: ${digest}`);
  return Hex32.parse(`0x${digest.slice('sha256:'.length)}`);
}
