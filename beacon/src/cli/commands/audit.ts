import { Seq, Tier, TIERS } from '@noderr/protocol';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { auditText } from '../audit/audit-text.ts';
import { runAudit } from '../audit/run-audit.ts';
import { openChain } from '../chain-access.ts';
import { CliError } from '../cli-error.ts';
import { type CommandContext } from '../command-deps.ts';
import { createHubReader } from '../hub-reader.ts';
import { withChain, withHub } from '../option-groups.ts';
import { createOutput } from '../output.ts';
import { ChainOptions, HubOptions, parseOptions } from '../schema.ts';

const Options = z.object({
  ...ChainOptions.shape,
  ...HubOptions.shape,
  tier: Tier.optional(),
  rollout: z.coerce.number().int().positive().pipe(Seq).optional(),
  json: z.boolean().default(false),
});

export function registerAudit(program: Command, context: CommandContext): void {
  const audit = program.command('audit').description('whether the hub shows what really happened');
  const description =
    'recompute every rollout from the chain and the nodes’ signed receipts; exit code 1 on a difference';
  withHub(withChain(audit.command('verify').description(description)))
    .addOption(new Option('--tier <tier>', 'only this one').choices([...TIERS]))
    .option('--rollout <id>', 'only this one of the --tier, by the seq at which it began')
    .option('--json', 'print the report as JSON')
    .action(async (raw: object) => {
      const options = parseOptions(Options, raw);
      const { tier, rollout: rolloutId, json } = options;
      if (rolloutId !== undefined && tier === undefined) {
        throw new CliError('usage', 'cli/bad-option', '--rollout counts within a tier', 'give --tier too');
      }
      const output = createOutput(context.streams, json);
      const hub = await createHubReader(options);
      const chain = await openChain(options);
      const tiers = tier === undefined ? TIERS : [tier];
      const report = await runAudit({ tiers, rolloutId }, hub, chain, output, context.signal);
      const text = auditText(report);
      output.result(report, text);
      if (report.proven) return;
      if (json) output.note(text);
      context.endWith('refused');
    });
}
