import { Tier, TIERS } from '@noderr/protocol';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { NOTHING, openChain, unreadable } from '../chain-access.ts';
import { type CommandDeps } from '../command-deps.ts';
import { viewText } from '../directive-text.ts';
import { withChain } from '../option-groups.ts';
import { createOutput } from '../output.ts';
import { ChainOptions, parseOptions } from '../schema.ts';

const Options = z.object({ ...ChainOptions.shape, tier: Tier.optional(), json: z.boolean().default(false) });

export function registerStatus(program: Command, deps: CommandDeps): void {
  withChain(program.command('status').description('what is announced per tier, from a quorum at a final block'))
    .addOption(new Option('--tier <tier>', 'only this one').choices([...TIERS]))
    .option('--json', 'print the result as JSON')
    .action(async (raw: object) => {
      const options = parseOptions(Options, raw);
      const output = createOutput(deps.streams, options.json);
      const chain = await openChain(options);
      const tiers = options.tier === undefined ? TIERS : [options.tier];
      const questions = tiers.map((tier) => ({ tier, current: NOTHING }));
      const reading = await chain.reader.readViews(questions, deps.signal);
      if (reading.kind !== 'final' && reading.kind !== 'stale') throw unreadable(reading);
      const { views, block, quorum } = reading;
      const read = `read at final block ${block.number} by ${quorum.agreeing} of ${quorum.endpoints.length} endpoints`;
      const faults = quorum.endpoints.flatMap(({ fault }) => (fault ? [`  warning: ${fault.message}`] : []));
      if (reading.kind === 'stale')
        faults.push(`  warning: this block is ${reading.ageS} s away from the clock: no node acts on it`);
      output.result({ kind: reading.kind, block, quorum, views }, [...views.map(viewText), read, ...faults].join('\n'));
    });
}
