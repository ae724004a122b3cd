import { Address } from '@noderr/protocol';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { grantRoleCall, revokeRoleCall, ROLES } from '../../contract/calls.ts';
import { openChain } from '../chain-access.ts';
import { type CommandDeps } from '../command-deps.ts';
import { withSending } from '../option-groups.ts';
import { createOutput } from '../output.ts';
import { parseOptions, SendingOptions } from '../schema.ts';
import { type Call, sendCall } from '../send.ts';
import { sendOptionsOf, sentResult } from '../sent-result.ts';
import { readTransactionKey } from '../transaction-key.ts';

const Options = z.object({
  ...SendingOptions.shape,
  role: z.enum(ROLES),
  account: Address,
  remove: z.boolean().default(false),
  json: z.boolean().default(false),
});

export function registerGrant(program: Command, deps: CommandDeps): void {
  withSending(program.command('grant').description('give a role to an address, or take it away; admin only'))
    .addOption(new Option('--role <role>', 'which').choices([...ROLES]).makeOptionMandatory())
    .requiredOption('--account <address>', 'whose')
    .option('--remove', 'take the role away instead')
    .option('--json', 'print the result as JSON')
    .action(async (raw: object) => {
      const options = parseOptions(Options, raw);
      const output = createOutput(deps.streams, options.json);
      const chain = await openChain(options);
      const signer = await readTransactionKey(options);
      const { role, account, remove } = options;
      const call: Call = remove
        ? { kind: 'revokeRole', data: revokeRoleCall(role, account) }
        : { kind: 'grantRole', data: grantRoleCall(role, account) };
      const request = { intent: `${call.kind} ${role} ${account}`, makeCall: () => Promise.resolve(call) };
      const send = sendOptionsOf(options, deps);
      const { value, text } = sentResult(await sendCall(chain, signer, request, send, output, deps.signal));
      const what = remove ? `${role} of ${account} taken away` : `${role} granted to ${account}`;
      output.result({ action: call.kind, role, account, ...value }, `${what}: ${text}`);
    });
}
