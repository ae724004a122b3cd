import { type Command } from 'commander';
import { z } from 'zod';
import { openChain } from '../chain-access.ts';
import { type CommandDeps } from '../command-deps.ts';
import { withSending } from '../option-groups.ts';
import { createOutput } from '../output.ts';
import { parseOptions, SendingOptions } from '../schema.ts';
import { withQueue } from '../stored-queue.ts';
import { readTransactionKey } from '../transaction-key.ts';

const Options = z.object({
  ...SendingOptions.shape,
  unfreeze: z.boolean().default(false),
  json: z.boolean().default(false),
});

export function registerSigner(program: Command, deps: CommandDeps): void {
  withSending(program.command('signer').description('the key’s address, balance and open transactions'))
    .option('--unfreeze', 'go on after a foreign transaction of this key was looked into')
    .option('--json', 'print the result as JSON')
    .action(async (raw: object) => {
      const options = parseOptions(Options, raw);
      const output = createOutput(deps.streams, options.json);
      const chain = await openChain(options);
      const signer = await readTransactionKey(options);
      const state = options.state ?? deps.defaultStateFile;
      await withQueue(chain, signer, state, output, async (queue) => {
        if (options.unfreeze) await queue.unfreeze(deps.signal);
        await queue.tick(deps.signal);
        const [status, balance, transactions] = await Promise.all([
          queue.status(),
          queue.balance(deps.signal),
          queue.list(10),
        ]);
        const lines = transactions.map(
          ({ kind, status: stage, nonce }) => `  ${kind}: ${stage}, nonce ${nonce ?? 'none'}`,
        );
        const problem = status.problem ? [`  ${status.problem.message}`] : [];
        output.result(
          { ...status, balance, transactions },
          [`${status.address}: ${status.state}, ${balance} wei`, ...problem, ...lines].join('\n'),
        );
      });
    });
}
