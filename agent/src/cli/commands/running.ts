import { type Command } from 'commander';
import { type CommandLine } from '../command-line.ts';
import { findingsText } from '../finding.ts';

/** The commands that work on this machine themselves. */
export function registerRunning(program: Command, line: CommandLine): void {
  const { deps, sources } = line;
  program
    .command('run')
    .description('run the agent until it is told to end; containers go on without it')
    .action(() => deps.run(sources(), deps.signal));
  program
    .command('doctor')
    .description('check settings, key, Docker, registry, chain and hub from this machine')
    .action(async () => {
      const findings = await deps.doctor(sources());
      line.show(findings, findingsText(findings));
      if (findings.some(({ good }) => !good)) line.exitWith('refused');
    });
}
