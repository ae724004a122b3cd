import { NoCanaryError, type Rehearsal, rehearse } from '@noderr/protocol';
import { type Command } from 'commander';
import { z } from 'zod';
import { CliError } from '../cli-error.ts';
import { type CommandDeps } from '../command-deps.ts';
import { type FleetNode, readFleet, rehearsalNode } from '../fleet.ts';
import { withFleet, withPlan, withTier } from '../option-groups.ts';
import { createOutput } from '../output.ts';
import { rehearsalText } from '../rehearsal-text.ts';
import { planOf, readPlan, type PlanDraft } from '../release-draft.ts';
import { randomSalts } from '../salts.ts';
import { FleetOptions, parseOptions, ReleaseOptions, TierOption } from '../schema.ts';

const Options = z.object({ ...FleetOptions.shape, ...TierOption.shape, json: z.boolean().default(false) });

export function registerRehearse(program: Command, deps: CommandDeps): void {
  withPlan(
    withFleet(withTier(program.command('rehearse').description('which nodes fall where and when, and a salt for it'))),
  )
    .option('--json', 'print the result as JSON')
    .action(async (raw: object) => {
      const options = parseOptions(Options, raw);
      const output = createOutput(deps.streams, options.json);
      const nodes = await readFleet(options, options.tier, deps.signal);
      if (!nodes) {
        const hint = 'give --hub URL with --hub-token FILE, or --fleet FILE';
        throw new CliError('usage', 'cli/no-fleet', 'there are no nodes to rehearse with', hint);
      }
      const rehearsal = rehearsed(readPlan(parseOptions(ReleaseOptions, raw)), nodes);
      output.result(rehearsal, rehearsalText(rehearsal));
    });
}

/** With a given salt, what it does; else the first random one whose canary holds a reachable node. */
export function rehearsed(draft: PlanDraft, nodes: readonly FleetNode[]): Rehearsal {
  const { salt } = draft;
  const [first] = salt === undefined ? randomSalts(1) : [salt];
  if (first === undefined) throw new RangeError('no salt');
  const plan = planOf(draft, first);
  try {
    return rehearse(plan, nodes.map(rehearsalNode), salt === undefined ? randomSalts() : [salt]);
  } catch (cause) {
    if (!(cause instanceof NoCanaryError)) throw cause;
    const hint = salt === undefined ? 'is any node up?' : 'leave --salt out to have one searched';
    throw new CliError('check', cause.code, cause.message, hint, { cause });
  }
}
