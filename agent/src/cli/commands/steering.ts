import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ControlRequest } from '../../control/schema.ts';
import { type CommandLine } from '../command-line.ts';
import { statusText } from '../status-text.ts';

/** The commands that only put one question to the running agent. */
export function registerSteering(program: Command, line: CommandLine): void {
  const tell = async (request: ControlRequest): Promise<void> => {
    const reply = await line.ask(request);
    line.show(reply, `${reply.message}\n`);
  };
  program
    .command('status')
    .description('what the running agent does, sees and waits for')
    .action(async () => {
      const reply = await line.ask({ do: 'status' });
      line.show(reply, statusText(reply.status));
    });
  program
    .command('hold')
    .description('start nothing upwards, and start no container that you stop, until --off')
    .option('--minutes <n>', 'end the hold by itself after so many minutes', minutes)
    .option('--reason <text>', 'shown on the pages, up to 200 characters', reason, '')
    .addOption(new Option('--off', 'end the hold').conflicts('minutes'))
    .action((options: { minutes?: number; reason: string; off?: boolean }) =>
      tell(options.off ? { do: 'release' } : { do: 'hold', minutes: options.minutes ?? null, reason: options.reason }),
    );
  program
    .command('retry')
    .description('forget which releases failed here, so that they may be tried again')
    .action(() => tell({ do: 'retry' }));
  program
    .command('accept-chain')
    .description('after the state file was lost: trust the chain as it is now, and manage the node again')
    .action(() => tell({ do: 'accept-chain' }));
}

function minutes(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('expected a whole number of minutes');
  return value;
}

function reason(text: string): string {
  if (text.length > 200) throw new InvalidArgumentError('expected up to 200 characters');
  return text;
}
