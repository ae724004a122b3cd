/** `npm run demo:release`: what a publisher does, on the stack that runs here. */
import { join } from 'node:path';
import { Version } from '@noderr/protocol';
import { Command, InvalidArgumentError, Option } from 'commander';
import { attachStack } from './attach-stack.ts';
import { DEMO_FAULTS, type DemoFault } from './demo-node/behaviour.ts';
import { REPOSITORY } from './noderr-command.ts';
import { wholeNumber } from './whole-number.ts';

interface Options {
  fault: DemoFault;
  data: 'compatible' | 'restore' | 'irreversible';
  ballastMb: number;
  promote: boolean;
  runFolder: string;
}

const program = new Command('npm run demo:release --')
  .description('Build a release of the demo node, push it, sign it with both keys and announce it.')
  .argument('<version>', 'higher than any before, such as 1.1.0', (text) => {
    const version = Version.safeParse(text);
    if (!version.success) throw new InvalidArgumentError('expected major.minor.patch');
    return version.data;
  })
  .addOption(new Option('--fault <fault>', 'what the release does wrong').choices(DEMO_FAULTS).default('none'))
  .addOption(
    new Option('--data <policy>', 'what a rollback does with the data')
      .choices(['compatible', 'restore', 'irreversible'])
      .default('compatible'),
  )
  .option('--ballast-mb <n>', 'data that the first start writes, in MB', wholeNumber(0, 2000), 0)
  .option('--no-promote', 'leave the baseline where it is; else a complete and healthy target becomes it')
  .option('--run-folder <folder>', 'the folder of the running stack', join(REPOSITORY, '.noderr'))
  .parse();

try {
  const { fault, data, ballastMb, promote, runFolder } = program.opts<Options>();
  const version = program.processedArgs[0] as Version;
  const stack = await attachStack(runFolder);
  const release = await stack.publish(
    { version, fault, ballastBytes: ballastMb * 1024 * 1024 },
    { data, promote },
    {
      onNote: (line) => {
        process.stdout.write(`  ${line}\n`);
      },
    },
  );
  process.stdout.write(
    `release ${release.id} (${release.version}) is announced: watch it at ${stack.addresses.pages}\n`,
  );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
