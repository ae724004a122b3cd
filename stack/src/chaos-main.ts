/** `npm run chaos`: updates a fleet of its own while its agents and its Docker daemon are killed at random. */
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { dockerdMissing } from '@noderr/agent/testing';
import { Command, Option } from 'commander';
import { type Daemon, startDaemon } from './chaos/daemon.ts';
import { runChaos } from './chaos/run-chaos.ts';
import { closingLine, violationText } from './chaos/violation.ts';
import { REPOSITORY } from './noderr-command.ts';
import { InterruptedError, interruption, unlessInterrupted } from './run/interruption.ts';
import { openRunFolder } from './run/run-folder.ts';
import { RUNTIMES, type RuntimeKind } from './fleet/runtime-kind.ts';
import { startStack } from './start-stack.ts';
import { wholeNumber } from './whole-number.ts';

interface Options {
  kills: number;
  seed: number;
  nodes: number;
  runtime?: RuntimeKind;
  runFolder: string;
}

const MAX_SEED = 2 ** 32 - 1;

const program = new Command('npm run chaos --')
  .description(
    'kill -9 of agents and restarts of dockerd in the middle of updates; a watcher looks every 100 ms whether anything ' +
      'runs twice or is lost. The exit code says whether the promise held.',
  )
  .option('--kills <n>', 'blows in all', wholeNumber(1, 10_000), 100)
  .option('--seed <n>', 'the same seed plans the same run (default: a random one)', wholeNumber(0, MAX_SEED))
  .option('--nodes <n>', 'nodes of the fleet', wholeNumber(1, 20), 3)
  .addOption(
    new Option(
      '--runtime <kind>',
      'what nodes run on (default: a dockerd of its own where one can be started)',
    ).choices(RUNTIMES),
  )
  .option('--run-folder <folder>', 'its state, forgotten at the start', join(REPOSITORY, '.noderr', 'chaos'))
  .parse();

const options = program.opts<Omit<Options, 'seed'> & Partial<Options>>();
const seed = options.seed ?? randomInt(MAX_SEED);
const say = (line: string): void => {
  process.stdout.write(`chaos: ${line}\n`);
};

async function runtimeOf(wanted: RuntimeKind | undefined, path: string): Promise<RuntimeKind> {
  const missing = wanted === 'process' ? null : await dockerdMissing(path);
  if (wanted === 'docker' && missing !== null) throw new Error(`no dockerd can be started here: ${missing}`);
  if (missing !== null) say(`nodes run as processes: ${missing}`);
  return wanted ?? (missing === null ? 'docker' : 'process');
}

async function main(): Promise<void> {
  const path = process.env.PATH ?? '';
  const runtime = await runtimeOf(options.runtime, path);
  say(`seed ${seed}, ${options.kills} kills, ${options.nodes} nodes on ${runtime}`);
  const signal = interruption();
  const run = openRunFolder(options.runFolder, true);
  const closers: (() => Promise<void>)[] = [];
  try {
    const daemon: Daemon | null = runtime === 'docker' ? await startDaemon(path) : null;
    if (daemon) closers.push(() => daemon.close());
    const env = daemon ? { ...process.env, DOCKER_HOST: daemon.endpoint } : process.env;
    const stack = await startStack({
      ...{ run, nodes: options.nodes, env, portBase: undefined, runtime, observability: false, signal },
      // Agents that are killed and started all the time are slow; that alone must not turn a good release down.
      rollbackTimeoutMs: 45_000,
      onNote: () => undefined,
    });
    closers.push(() => stack.close());
    const chaos = runChaos({ stack, daemon, env, kills: options.kills, seed, signal, say });
    const { violations, summary } = await unlessInterrupted(signal, chaos);
    for (const line of summary.split('\n')) say(line);
    for (const violation of violations) process.stderr.write(`${violationText(violation)}\n`);
    say(closingLine(violations));
    if (violations.length > 0) throw new Error(`the promise did not hold; logs in ${options.runFolder}/logs`);
  } finally {
    for (const close of closers.reverse()) await close();
    run.release();
  }
}

try {
  await main();
} catch (error) {
  if (error instanceof InterruptedError) process.exit(error.exitCode);
  process.stderr.write(`chaos: FAILED (--seed ${seed}): ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
