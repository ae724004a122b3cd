import { type ChainView, type Plan, type Tier, TierList } from '@noderr/protocol';
import { type Command } from 'commander';
import { z } from 'zod';
import { type Publication, publishCall } from '../../contract/calls.ts';
import { type ChainAccess, finalView, latestView, openChain } from '../chain-access.ts';
import { CliError } from '../cli-error.ts';
import { type CommandDeps } from '../command-deps.ts';
import { viewText } from '../directive-text.ts';
import { type FleetNode, readFleet } from '../fleet.ts';
import { createHubReader } from '../hub-reader.ts';
import { withFleet, withPlan, withRegistry, withRelease, withSending } from '../option-groups.ts';
import { createOutput, type Output } from '../output.ts';
import { promotionProblem, type PromotionEvidence } from '../promotion.ts';
import { openRegistry } from '../registry-access.ts';
import { rehearsalText } from '../rehearsal-text.ts';
import { checkComponent, readTrustFile } from '../release-checks.ts';
import { componentsOf, componentText, planOf, readDraft, type ReleaseDraft } from '../release-draft.ts';
import { randomSalt } from '../salts.ts';
import { FleetOptions, parseOptions, RegistryOptions, ReleaseOptions, SendingOptions } from '../schema.ts';
import { type Call, sendCall } from '../send.ts';
import { sendOptionsOf, sentResult } from '../sent-result.ts';
import { readTransactionKey } from '../transaction-key.ts';
import { rehearsed } from './rehearse.ts';

const Options = z.object({
  ...SendingOptions.shape,
  ...RegistryOptions.shape,
  ...FleetOptions.shape,
  trust: z.string(),
  platform: z.array(z.string().regex(/^[a-z0-9]+\/[a-z0-9]+(\/[a-z0-9]+)?$/)).default(['linux/amd64']),
  promote: z.boolean().default(false),
  json: z.boolean().default(false),
});
type Options = z.infer<typeof Options>;

export function registerPublish(program: Command, deps: CommandDeps): void {
  const command = program
    .command('publish')
    .description('announce a release to a tier, after checking what every node will check');
  withPlan(withRelease(withFleet(withRegistry(withSending(command)))))
    .option('--data <policy>', 'compatible, restore or irreversible (default compatible)')
    .option('--min-from <id>', 'the release that a node must have reached before (default 0: any)')
    .option('--spread <seconds>', 'over which nodes spread their start (default 0)')
    .option('--notes <uri>', 'where the release notes are')
    .requiredOption('--trust <file>', 'the signers that nodes pin: JSON {threshold, keys}')
    .option('--platform <os/arch...>', 'platforms that the fleet needs (default linux/amd64)')
    .option('--promote', 'make the present target the baseline; needs proof from --hub or --fleet')
    .option('--json', 'print the result as JSON')
    .action(async (raw: object) => {
      const options = parseOptions(Options, raw);
      const output = createOutput(deps.streams, options.json);
      const draft = await readDraft(parseOptions(ReleaseOptions, raw));
      const chain = await openChain(options);
      const signer = await readTransactionKey(options);
      const { view } = await finalView(chain, draft.tier);
      const components = await checkedComponents(options, draft, chain, output, deps.signal);
      const fleet = await readFleet(options, draft.tier, deps.signal);
      await checkPromotion(options, view, fleet, output, deps.signal);
      const publication: Publication = { ...draft, components, plan: planFor(draft, fleet, output) };
      const intent = `publish ${draft.tier} ${draft.version}`;
      const makeCall = async (): Promise<Call> => {
        const { directive } = await latestView(chain, draft.tier);
        return { kind: 'publish', data: publishCall(publication, directive.seq, options.promote) };
      };
      const sent = await sendCall(
        chain,
        signer,
        { intent, makeCall },
        sendOptionsOf(options, deps),
        output,
        deps.signal,
      );
      const { value, text } = sentResult(sent);
      const after = sent.kind === 'sent' ? await latestView(chain, draft.tier) : null;
      const what = `${draft.tier} ${draft.version}`;
      output.result(
        {
          action: 'publish',
          tier: draft.tier,
          version: draft.version,
          promote: options.promote,
          ...value,
          ...announced(after),
        },
        `${what}: ${text}${after ? `\n${viewText(after)}` : ''}`,
      );
    });
}

function announced(view: ChainView | null): object {
  if (!view) return { release: null };
  const { target, directive } = view;
  return { release: target, rolloutId: directive.rolloutId, seq: directive.seq };
}

async function checkedComponents(
  options: Options,
  draft: ReleaseDraft,
  chain: ChainAccess,
  output: Output,
  signal: AbortSignal,
): Promise<Publication['components']> {
  const policy = await readTrustFile(options.trust);
  const registry = await openRegistry(options);
  try {
    const [source] = registry.sources;
    if (!source) throw new CliError('usage', 'cli/no-registry', 'no registry is given', 'give --registry URL');
    const components = await componentsOf(draft, () => Promise.resolve(source), signal);
    const needs = { identity: chain.deployment, policy, platforms: options.platform };
    for (const component of components) {
      const { platforms, signers } = await checkComponent(component, draft, needs, registry, signal);
      output.note(
        `${componentText(component)}: ${platforms.join(', ')}, signed by ${signers.length} of ${policy.threshold}`,
      );
    }
    return components;
  } finally {
    registry.close();
  }
}

/** With a fleet in sight, a salt whose canary holds somebody. */
function planFor(draft: ReleaseDraft, fleet: readonly FleetNode[] | undefined, output: Output): Plan {
  if (!fleet || fleet.length === 0) return planOf(draft, draft.salt ?? randomSalt());
  const rehearsal = rehearsed(draft, fleet);
  output.note(rehearsalText(rehearsal));
  return rehearsal.plan;
}

async function checkPromotion(
  options: Options,
  view: ChainView,
  fleet: readonly FleetNode[] | undefined,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const evidence = await evidenceOf(options, view.directive.tier, fleet, signal);
  const problem = promotionProblem(view, evidence);
  if (options.promote && problem !== undefined) {
    const hint = 'leave --promote out: nodes whose cohort is closed then stay with the present baseline';
    throw new CliError('check', 'publish/not-proven', `the present target cannot be promoted: ${problem}`, hint);
  }
  if (options.promote) output.note(`release ${view.directive.target} becomes the baseline: it is complete and healthy`);
  else if (evidence && problem === undefined) {
    output.note(`release ${view.directive.target} is complete and healthy: --promote would make it the baseline`);
  }
}

async function evidenceOf(
  options: Options,
  tier: Tier,
  fleet: readonly FleetNode[] | undefined,
  signal: AbortSignal,
): Promise<PromotionEvidence | undefined> {
  if (options.fleet !== undefined) return fleet && { source: 'fleet', nodes: fleet };
  if (options.hub === undefined) return undefined;
  const hub = await createHubReader(options);
  const { tiers, chain } = await hub.read('/api/v1/tiers', {}, TierList, signal);
  const card = tiers.find((one) => one.tier === tier);
  return card && { source: 'hub', card, stale: chain.stale };
}
