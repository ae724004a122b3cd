import { existsSync } from 'node:fs';
import { Deployment } from '@noderr/beacon';
import { ACCOUNTS, type StackKeys } from './keys.ts';
import { type CommandOptions, runCommand } from './noderr-command.ts';
import { readJson } from './run/atomic-file.ts';
import { type RunFolder } from './run/run-folder.ts';
import { rpc } from './services/json-rpc.ts';

const RICH = `0x${(10n ** 22n).toString(16)}`;

/** Funds the run's accounts and deploys the contract with its roles, once. */
export async function deployOnce(
  run: RunFolder,
  chainUrl: string,
  keys: StackKeys,
  options: CommandOptions,
): Promise<{ file: string; deployment: Deployment }> {
  const file = run.file('chain', 'deployment.json');
  if (!existsSync(file)) {
    for (const account of ACCOUNTS) await rpc(chainUrl, 'anvil_setBalance', [keys.addresses[account], RICH]);
    const { publisher, guardian, operator } = keys.addresses;
    await runCommand(
      'noderr',
      [
        'deploy',
        ...['--rpc', chainUrl, '--key-file', keys.keyFile('admin'), '--admin-delay', '0'],
        ...['--publisher', publisher, '--guardian', guardian, '--operator', operator],
        ...['--out', file, '--state', run.file('keys', 'admin.sqlite')],
      ],
      options,
    );
  }
  const deployment = readJson(file, Deployment);
  if (deployment === null) throw new Error(`noderr deploy left no ${file}`);
  return { file, deployment };
}
