import { MAX_REASON_BYTES, ReleaseId, Tier } from '@noderr/protocol';
import { z } from 'zod';
import { CliError } from './cli-error.ts';

const Whole = z.coerce.number().int();
const RpcUrl = z.url({ protocol: /^https?$/, error: 'expected an http(s) URL' });

export const EndpointOptions = z.object({
  rpc: z.array(RpcUrl).max(8).default([]),
  quorum: Whole.min(1).max(8).optional(),
  confirmations: Whole.min(0).max(10_000).optional(),
});

export const ChainOptions = EndpointOptions.extend({ deployment: z.string() });

export const KeyOptions = z.object({
  keystore: z.string().optional(),
  passwordFile: z.string().optional(),
  keyFile: z.string().optional(),
});

export const SendingOptions = z.object({
  ...ChainOptions.shape,
  ...KeyOptions.shape,
  state: z.string().optional(),
  wait: z.enum(['mined', 'final']),
  timeout: Whole.min(1).max(86_400),
  dryRun: z.boolean().default(false),
});
export type SendingOptions = z.infer<typeof SendingOptions>;

export const TierOption = z.object({ tier: Tier });

export const Reason = z
  .string()
  .default('')
  .refine((text) => Buffer.byteLength(text) <= MAX_REASON_BYTES, `at most ${MAX_REASON_BYTES} bytes`);

export const Id = Whole.positive().pipe(ReleaseId);

export const RegistryOptions = z.object({
  registry: z.string().optional(),
  registryAuth: z.string().optional(),
  registryCa: z.string().optional(),
});

export const HubOptions = z.object({ hub: z.url().optional(), hubToken: z.string().optional() });

export const FleetOptions = z.object({ fleet: z.string().optional(), ...HubOptions.shape });

/** Fields of a release as options name them; checked with the file's in release-draft.ts. */
export const ReleaseOptions = z
  .object({
    release: z.string().optional(),
    tier: z.string().optional(),
    releaseVersion: z.string().optional(),
    component: z.array(z.string()).optional(),
    data: z.string().optional(),
    minFrom: z.string().optional(),
    spread: z.string().optional(),
    notes: z.string().optional(),
    canaryBps: z.string().optional(),
    cohortBps: z.string().optional(),
    cohortDelay: z.string().optional(),
    timed: z.boolean().optional(),
    salt: z.string().optional(),
  })
  .transform(({ releaseVersion, component, spread, notes, timed, ...rest }) => ({
    ...rest,
    version: releaseVersion,
    components: component,
    spreadS: spread,
    notesUri: notes,
    gated: timed === true ? false : undefined,
  }));

/** All faults of the options at once. @throws CliError */
export function parseOptions<T>(schema: z.ZodType<T>, options: unknown): T {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `  --${kebab(path.join('.'))}: ${message}`);
  throw new CliError('usage', 'cli/bad-option', `these options cannot be used:\n${faults.join('\n')}`, 'see --help');
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
