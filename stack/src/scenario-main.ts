/** `npm run scenario -- NAME`: one story on a fresh stack of its own, with a checked end. */
import { join } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { REPOSITORY } from './noderr-command.ts';
import { InterruptedError, interruption, unlessInterrupted } from './run/interruption.ts';
import { openRunFolder } from './run/run-folder.ts';
import { startAlertSink } from './scenarios/alert-sink.ts';
import { openMachine } from './scenarios/machine.ts';
import { SCENARIOS } from './scenarios/scenarios.ts';
import { RUNTIMES, type RuntimeKind } from './fleet/runtime-kind.ts';
import { startStack } from './start-stack.ts';
import { wholeNumber } from './whole-number.ts';

interface Options {
  nodes?: number;
  runs: number;
  runtime?: RuntimeKind;
  runFolder: string;
}

const program = new Command('npm run scenario --')
  .description('Run one story against a network of its own; the exit code says whether what it promises held.')
  .addArgument(new Argument('<name>', 'the story').choices(Object.keys(SCENARIOS)))
  .option('--nodes <n>', 'nodes of the fleet (default: what the story needs)', wholeNumber(2, 50))
  .option('--runs <n>', 'how often the blow of node-death falls, one a minute', wholeNumber(1, 1000), 1)
  .addOption(new Option('--runtime <kind>', 'what nodes run on (default: Docker where it answers)').choices(RUNTIMES))
  .option('--run-folder <folder>', 'its state, forgotten at the start', join(REPOSITORY, '.noderr', 'scenario'))
  .parse();

const [name = ''] = program.args;
const options = program.opts<Options>();
const say = (line: string): void => {
  process.stdout.write(`${name}: ${line}\n`);
};

const scenario = SCENARIOS[name];
if (scenario === undefined) throw new Error(`no scenario ${name}`);
try {
  const { runs, runtime = null, nodes = scenario.nodes } = options;
  const signal = interruption();
  const run = openRunFolder(options.runFolder, true);
  const sink = await startAlertSink();
  try {
    const stack = await startStack({
      ...{ run, nodes, env: process.env, portBase: undefined, runtime, signal, alertWebhook: sink.url },
      onNote: (line) => {
        process.stdout.write(`  ${line}\n`);
      },
    });
    try {
      const machine = await openMachine(stack, process.env);
      await unlessInterrupted(signal, scenario.tell({ stack, machine, sink, runs, say }));
      say('holds');
    } finally {
      await stack.close();
    }
  } finally {
    await sink.close();
    run.release();
  }
} catch (error) {
  if (error instanceof InterruptedError) process.exit(error.exitCode);
  process.stderr.write(`${name}: FAILED: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
