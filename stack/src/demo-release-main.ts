/** `npm run demo:release`: what a publisher does, on the stack that runs here. */
import { join } from 'node:path';
import { Version } from '@noderr/protocol';
import { Command, InvalidArgumentError, Option } from 'commander';
import { DEMO_FAULTS, type DemoFault } from './demo-node/behaviour.ts';
import { publishDemoRelease } from './demo-release.ts';
import { makeKeys } from './keys.ts';
import { REPOSITORY } from './noderr-command.ts';
import { knownPorts } from './run/ports.ts';
import { attachRunFolder } from './run/run-folder.ts';
import { addressesOf, DEMO_TIER } from './stack.ts';
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
  const run = attachRunFolder(runFolder);
  const ports = knownPorts(run.file('ports.json'));
  if (ports === null) throw new Error(`${runFolder} has no ports.json: begin anew with npm start -- --reset`);
  const addresses = addressesOf(ports, run.file('chain', 'deployment.json'), await makeKeys(run));
  const release = await publishDemoRelease(
    run,
    addresses,
    {
      tier: DEMO_TIER,
      release: { version, fault, ballastBytes: ballastMb * 1024 * 1024 },
      ...{ data, promote, atOnce: false },
    },
    (line) => {
      process.stdout.write(`  ${line}\n`);
    },
  );
  process.stdout.write(`release ${release.id} (${release.version}) is announced: watch it at ${addresses.pages}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
