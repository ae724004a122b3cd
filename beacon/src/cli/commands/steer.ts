import { type ChainView, type Directive, type Tier } from '@noderr/protocol';
import { type Command } from 'commander';
import { z } from 'zod';
import { openCall, pauseCall, raiseFloorCall, resumeCall, revokeCall, rollbackCall } from '../../contract/calls.ts';
import { type ChainAccess, latestView, openChain } from '../chain-access.ts';
import { type CommandDeps } from '../command-deps.ts';
import { directiveText } from '../directive-text.ts';
import { withSending, withTier } from '../option-groups.ts';
import { createOutput } from '../output.ts';
import { Id, parseOptions, Reason, SendingOptions, TierOption } from '../schema.ts';
import { type Call, sendCall } from '../send.ts';
import { sendOptionsOf, sentResult } from '../sent-result.ts';
import { readTransactionKey } from '../transaction-key.ts';

const Common = z.object({
  ...SendingOptions.shape,
  ...TierOption.shape,
  reason: Reason,
  json: z.boolean().default(false),
});
const WithTarget = Common.extend({ to: Id });
const WithCohort = Common.extend({ cohort: z.coerce.number().int().min(1).max(255) });
/** What a command is about; its reason and how it is sent do not make it another one. */
const Aim = z.object({
  tier: z.string(),
  cohort: z.string().optional(),
  to: z.string().optional(),
  id: z.string().optional(),
});
const WithRelease = Common.extend({ id: Id });

/** The commands that change a directive without announcing anything. */
export function registerSteering(program: Command, deps: CommandDeps): void {
  define(program, deps, 'pause', 'stop all starts of a tier', Common, ({ tier, reason }, { directive }) => ({
    kind: 'pause',
    data: pauseCall(tier, directive.rolloutId, reason),
  })).option('--reason <text>', 'why, at most 200 bytes');

  define(program, deps, 'resume', 'lift the pause of a tier', Common, ({ tier, reason }, { directive }) => ({
    kind: 'resume',
    data: resumeCall(tier, directive.seq, reason),
  })).option('--reason <text>', 'why, at most 200 bytes');

  define(
    program,
    deps,
    'open',
    'open the next cohort of a gated rollout',
    WithCohort,
    ({ tier, cohort }, { directive }) => ({
      kind: 'open',
      data: openCall(tier, cohort, directive.rolloutId),
    }),
  ).requiredOption('--cohort <n>', 'the cohort, one above the last open one');

  define(
    program,
    deps,
    'rollback',
    'send a tier back to a proven release',
    WithTarget,
    ({ tier, to, reason }, view) => ({
      kind: 'rollback',
      data: rollbackCall(tier, to, view.directive.rolloutId, reason),
    }),
  )
    .requiredOption('--to <id>', 'the release’s id, at most the baseline’s')
    .option('--reason <text>', 'why, at most 200 bytes');

  define(program, deps, 'revoke', 'take a release out of use for good', WithRelease, ({ tier, id, reason }, view) => ({
    kind: 'revoke',
    data: revokeCall(tier, id, view.directive.seq, reason),
  }))
    .requiredOption('--id <id>', 'the release’s id')
    .option('--reason <text>', 'why, at most 200 bytes');

  define(
    program,
    deps,
    'raise-floor',
    'forbid rollbacks below a release',
    WithRelease,
    ({ tier, id }, { directive }) => ({
      kind: 'raiseFloor',
      data: raiseFloorCall(tier, id, directive.seq),
    }),
  ).requiredOption('--id <id>', 'the lowest release that a rollback may go to');
}

function define<T extends z.infer<typeof Common>>(
  program: Command,
  deps: CommandDeps,
  name: string,
  description: string,
  schema: z.ZodType<T>,
  callOf: (options: T, view: ChainView) => Call,
): Command {
  const command = withSending(withTier(program.command(name).description(description)));
  return command.option('--json', 'print the result as JSON').action(async (raw: object) => {
    const options = parseOptions(schema, raw);
    const output = createOutput(deps.streams, options.json);
    const chain = await openChain(options);
    const signer = await readTransactionKey(options);
    const { tier, cohort, to, id } = parseOptions(Aim, raw);
    const intent = [name, tier, cohort, to, id].join(' ');
    // What was read is what the contract will compare with: a change in between refuses the transaction.
    const makeCall = async (): Promise<Call> => callOf(options, await latestView(chain, options.tier));
    const sent = await sendCall(chain, signer, { intent, makeCall }, sendOptionsOf(options, deps), output, deps.signal);
    const directive = sent.kind === 'sent' ? await directiveAfter(chain, options.tier) : null;
    const tail = directive ? `\n${directiveText(directive)}` : '';
    output.result({ action: name, ...sentResult(sent).value, directive }, `${name}: ${sentResult(sent).text}${tail}`);
  });
}

async function directiveAfter(chain: ChainAccess, tier: Tier): Promise<Directive> {
  return (await latestView(chain, tier)).directive;
}
