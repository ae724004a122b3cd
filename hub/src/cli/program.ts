import { NODE_TIERS, NodeTier } from '@noderr/protocol';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type SettingsSources } from '@noderr/settings';
import { readDatabasePlace } from '../config/read-settings.ts';
import { HUB_VERSION } from '../version.ts';
import { armTierIn } from './arm-tier.ts';
import { createTokenIn, type PrintedToken } from './create-token.ts';
import { verifyAuditIn } from './verify-audit.ts';

export interface ProgramDeps {
  env: SettingsSources['env'];
  print: (text: string) => void;
  /** Starts the hub and resolves when it was told to stop. */
  run: (sources: SettingsSources) => Promise<void>;
  setExitCode: (code: number) => void;
}

interface Common {
  config?: string;
  json?: boolean;
}

interface TokenOptions extends Common {
  join?: NodeTier;
  read?: boolean;
  ttlMinutes: number;
  ttlDays: number;
}

const CONFIG = [
  '--config <file>',
  'JSON file of settings (default: $NODERR_HUB_CONFIG, else the environment alone)',
] as const;
const JSON_FLAG = ['--json', 'print JSON'] as const;

/** The command line of the hub. */
export function createProgram({ env, print, run, setExitCode }: ProgramDeps): Command {
  const program = new Command('noderr-hub')
    .description('Fleet, rollouts and actions of Noderr Hub')
    .version(HUB_VERSION);
  const sourcesOf = ({ config }: Common): SettingsSources => ({ configFile: config ?? env.NODERR_HUB_CONFIG, env });

  program
    .command('run')
    .description('run the hub until SIGINT or SIGTERM')
    .option(...CONFIG)
    .action((options: Common) => run(sourcesOf(options)));

  const token = program.command('token').description('tokens for nodes and for the command line');
  token
    .command('create')
    .description('make a token; it is shown this once')
    .addOption(new Option('--join <tier>', 'one-time token with which a node of this tier enrols').argParser(tierOf))
    .addOption(new Option('--read', 'standing token for reading, as `noderr rehearse` uses it').conflicts('join'))
    .option('--ttl-minutes <minutes>', 'life of a join token, 5 to 10 080', wholeNumber(5, 10_080), 60)
    .option('--ttl-days <days>', 'life of a read token, 1 to 366', wholeNumber(1, 366), 90)
    .option(...CONFIG)
    .option(...JSON_FLAG)
    .action(async (options: TokenOptions, command: Command) => {
      const { join, read, ttlMinutes, ttlDays } = options;
      if (join === undefined && read !== true) command.error('error: say --join TIER or --read');
      const place = readDatabasePlace(sourcesOf(options));
      const made = await createTokenIn(
        place,
        join === undefined ? { kind: 'read', ttlDays } : { kind: 'join', tier: join, ttlMinutes },
      );
      print(options.json === true ? `${JSON.stringify(made)}\n` : tokenText(made));
    });

  program
    .command('audit')
    .description('the log of all that was done')
    .command('verify')
    .description('check the hash chain of the whole log; exit code 1 if it is broken')
    .option(...CONFIG)
    .option(...JSON_FLAG)
    .action(async (options: Common) => {
      const { length, head, brokenAt } = await verifyAuditIn(readDatabasePlace(sourcesOf(options)));
      if (brokenAt !== null) setExitCode(1);
      if (options.json === true) print(`${JSON.stringify({ verified: brokenAt === null, length, head, brokenAt })}\n`);
      else if (brokenAt === null) print(`the audit log holds: ${length} entries, head ${head}\n`);
      else print(`the audit log is BROKEN at entry ${brokenAt} of ${length}\n`);
    });

  program
    .command('guard')
    .description('the guard, which pauses bad rollouts, and the gate, which opens cohorts')
    .command('arm')
    .description('say that a tier’s nodes are all back after the database was lost, so that guard and gate act again')
    .argument('<tier>', NODE_TIERS.join(', '), tierOf)
    .option(...CONFIG)
    .action(async (tier: NodeTier, options: Common) => {
      await armTierIn(readDatabasePlace(sourcesOf(options)), tier);
      print(`guard and gate of ${tier} act again\n`);
    });
  return program;
}

function tokenText({ kind, tier, token, expiresAt }: PrintedToken): string {
  const what = kind === 'join' ? `one-time join token for tier ${tier ?? ''}` : 'read token';
  return `${token}\n# ${what}, until ${expiresAt}; it is not shown again\n`;
}

function tierOf(text: string): NodeTier {
  const tier = NodeTier.safeParse(text.toUpperCase());
  if (!tier.success) throw new InvalidArgumentError(`expected one of ${NODE_TIERS.join(', ')}`);
  return tier.data;
}

function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`expected a whole number from ${min} to ${max}`);
    }
    return value;
  };
}
