import { Command } from 'commander';
import { AGENT_VERSION } from '../version.ts';
import { type CommandDeps } from './command-deps.ts';
import { type Exit } from './exit-code.ts';
import { createCommandLine } from './command-line.ts';
import { registerAdopt } from './commands/adopt.ts';
import { registerBackup } from './commands/backup.ts';
import { registerRunning } from './commands/running.ts';
import { registerSteering } from './commands/steering.ts';

/** The command line of the agent; what is wrong with it is thrown, not exited on. */
export function createProgram(deps: CommandDeps, exitWith: (exit: Exit) => void): Command {
  const program = new Command('noderr-agent')
    .description('Keeps the containers of a node at the release that the VersionBeacon wants.')
    .version(AGENT_VERSION)
    .option('-c, --config <file>', 'settings as JSON; NODERR_AGENT_* of the environment win over it')
    .option('--json', 'print the result, or the error, as JSON')
    .exitOverride()
    .configureOutput({ writeOut: deps.stdout, writeErr: deps.stderr });
  const line = createCommandLine(program, deps, exitWith);
  registerRunning(program, line);
  registerSteering(program, line);
  registerAdopt(program, line);
  registerBackup(program, line);
  return program;
}
