import { readFile } from 'node:fs/promises';
import { type RegistrySource } from '@noderr/oci';
import {
  type Component,
  Components,
  DataPolicy,
  DEFAULT_PLAN,
  Hex32,
  hexOfOciDigest,
  ociDigest,
  Plan,
  ReleaseId,
  Repository,
  ServiceName,
  Tier,
  Version,
} from '@noderr/protocol';
import { z } from 'zod';
import { jsonOf } from './chain-access.ts';
import { CliError } from './cli-error.ts';

/** A component as a person writes it: by digest, or by a tag that is looked up once. */
const ComponentText = z
  .string()
  .regex(
    /^[^=\s]+=[^@\s]+(?:@sha256:[0-9a-f]{64}|:[\w][\w.-]{0,127})$/,
    'expected service=repository@sha256:… or service=repository:tag',
  );

const PlanDraft = z.object({
  canaryBps: z.coerce.number().int().default(DEFAULT_PLAN.canaryBps),
  cohortBps: z.coerce.number().int().default(DEFAULT_PLAN.cohortBps),
  cohortDelay: z.coerce.number().int().default(DEFAULT_PLAN.cohortDelay),
  gated: z.boolean().default(DEFAULT_PLAN.gated),
  salt: Hex32.optional(),
});
/** A plan whose salt may still have to be found. */
export type PlanDraft = z.infer<typeof PlanDraft>;

const Draft = z.strictObject({
  tier: Tier,
  version: Version,
  components: z.array(ComponentText).min(1).max(4),
  data: DataPolicy.default('compatible'),
  minFrom: z.coerce.number().pipe(ReleaseId).default(ReleaseId.parse(0)),
  ...PlanDraft.shape,
  /** Seconds over which nodes spread their start. */
  spreadS: z.coerce.number().int().min(0).max(86_400).default(0),
  notesUri: z.string().max(256).default(''),
});

/** What is to be signed or announced. */
export type ReleaseDraft = z.infer<typeof Draft>;

export type DraftOptions = { [Field in keyof ReleaseDraft]?: unknown } & { release?: string | undefined };

/** The file's fields, overridden by the options. @throws CliError with all faults at once */
export async function readDraft({ release, ...options }: DraftOptions): Promise<ReleaseDraft> {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const parsed = Draft.safeParse({ ...(release === undefined ? {} : await draftFile(release)), ...given });
  if (parsed.success) return parsed.data;
  throw new CliError('usage', 'cli/bad-release', `the release is not complete:\n${z.prettifyError(parsed.error)}`);
}

/** The plan with a salt; a first draft has none. */
export function readPlan(options: DraftOptions): PlanDraft {
  const parsed = PlanDraft.safeParse(options);
  if (parsed.success) return parsed.data;
  throw new CliError('usage', 'cli/bad-plan', `the plan is not possible:\n${z.prettifyError(parsed.error)}`);
}

/** The plan with a salt; a first draft has none. */
export function planOf(draft: PlanDraft, salt: Hex32): Plan {
  const { canaryBps, cohortBps, cohortDelay, gated } = draft;
  const plan = Plan.safeParse({ canaryBps, cohortBps, cohortDelay, gated, salt });
  if (plan.success) return plan.data;
  throw new CliError('usage', 'cli/bad-plan', `the plan is not possible:\n${z.prettifyError(plan.error)}`);
}

/** Each component by digest; tags are looked up in the registry, and from then on only the digest counts. */
export async function componentsOf(
  draft: Pick<ReleaseDraft, 'components'>,
  source: () => Promise<RegistrySource>,
  signal: AbortSignal,
): Promise<Component[]> {
  const found: Component[] = [];
  for (const text of draft.components) {
    const { service, repository, digest, tag } = partsOf(text);
    const resolved = digest ?? (await digestOfTag(await source(), repository, tag, signal));
    found.push({ service, repository, digest: resolved });
  }
  const components = Components.safeParse(found);
  if (components.success) return components.data;
  throw new CliError('usage', 'cli/bad-release', z.prettifyError(components.error));
}

export function componentText({ service, repository, digest }: Component): string {
  return `${service}=${repository}@${ociDigest(digest)}`;
}

function partsOf(text: string): { service: ServiceName; repository: Repository; digest?: Hex32; tag: string } {
  const [service = '', rest = ''] = text.split('=', 2);
  const [path = '', digest] = rest.split('@', 2);
  const colon = digest === undefined ? path.lastIndexOf(':') : path.length;
  const parsed = z
    .object({ service: ServiceName, repository: Repository })
    .safeParse({ service, repository: path.slice(0, colon) });
  if (!parsed.success) {
    throw new CliError('usage', 'cli/bad-component', `${text}: ${z.prettifyError(parsed.error)}`);
  }
  const tag = path.slice(colon + 1);
  return { ...parsed.data, ...(digest === undefined ? {} : { digest: hexOfOciDigest(digest) }), tag };
}

async function digestOfTag(
  source: RegistrySource,
  repository: Repository,
  tag: string,
  signal: AbortSignal,
): Promise<Hex32> {
  const digest = await source.resolveTag(repository, tag, signal);
  if (digest !== undefined) return hexOfOciDigest(digest);
  throw new CliError('check', 'registry/no-tag', `there is no tag ${tag} of ${repository} at ${source.host}`);
}

async function draftFile(path: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CliError('usage', 'cli/unreadable', `${path} cannot be read`, 'check the path', { cause });
  });
  const parsed = z.record(z.string(), z.unknown()).safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new CliError('usage', 'cli/bad-release', `${path} is no JSON object`);
}
