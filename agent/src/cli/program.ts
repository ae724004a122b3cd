import { Command, InvalidArgumentError } from 'commander';
import { ReleaseId } from '@noderr/protocol';
import { type SettingsSources } from '@noderr/settings';
import { askAgent } from '../control/control-client.ts';
import { type ControlReply, type ControlRequest } from '../control/schema.ts';
import { controlSocketPath } from '../control/socket-path.ts';
import { readStateDir } from '../settings/read-state-dir.ts';
import { AGENT_VERSION } from '../version.ts';
import { type Finding, findingsText } from './finding.ts';
import { statusText } from './status-text.ts';

export interface ProgramDeps {
  env: Readonly<Record<string, string | undefined>>;
  print: (text: string) => void;
  run: (sources: SettingsSources) => Promise<void>;
  doctor: (sources: SettingsSources) => Promise<Finding[]>;
  setExitCode: (code: number) => void;
}

interface Global {
  config?: string;
  json?: boolean;
}

/** The command line of the agent. All but `run` and `doctor` speak to the running agent over its private socket. */
export function createProgram(deps: ProgramDeps): Command {
  const program = new Command('noderr-agent')
    .description('Keeps the containers of a node at the release that the VersionBeacon wants.')
    .version(AGENT_VERSION)
    .option('-c, --config <file>', 'settings as JSON; NODERR_AGENT_* of the environment win over it')
    .option('--json', 'print JSON');
  const global = (): Global => program.opts<Global>();
  const sources = (): SettingsSources => ({
    configFile: global().config ?? deps.env.NODERR_AGENT_CONFIG,
    env: deps.env,
  });

  async function ask(request: ControlRequest, text: (reply: Extract<ControlReply, { ok: true }>) => string) {
    const reply = await askAgent(controlSocketPath(readStateDir(sources())), request);
    if (global().json) deps.print(`${JSON.stringify(reply)}\n`);
    else deps.print(reply.ok ? text(reply) : `refused: ${reply.message}\n`);
    if (!reply.ok) deps.setExitCode(1);
  }

  program
    .command('run')
    .description('run the agent; ends with code 78 when the settings are at fault')
    .action(() => deps.run(sources()));
  program
    .command('status')
    .description('what the running agent does, sees and waits for')
    .action(() => ask({ do: 'status' }, ({ status }) => statusText(status)));
  program
    .command('doctor')
    .description('check settings, key, Docker, registry, chain and hub from this machine')
    .action(async () => {
      const findings = await deps.doctor(sources());
      deps.print(global().json ? `${JSON.stringify(findings)}\n` : findingsText(findings));
      if (findings.some((finding) => !finding.good)) deps.setExitCode(1);
    });
  program
    .command('hold')
    .description('start nothing upwards, and start no container that you stop, until --off')
    .option('--minutes <n>', 'end the hold by itself after so many minutes', minutes)
    .option('--reason <text>', 'shown on the pages', '')
    .option('--off', 'end the hold')
    .action(async (options: { minutes?: number; reason: string; off?: boolean }) => {
      const request: ControlRequest = options.off
        ? { do: 'release' }
        : { do: 'hold', minutes: options.minutes ?? null, reason: options.reason };
      await ask(request, messageOf);
    });
  program
    .command('retry')
    .description('forget which releases failed here, so that they may be tried again')
    .action(() => ask({ do: 'retry' }, messageOf));
  program
    .command('adopt')
    .description('take over the running containers that the template names')
    .option('--as <id>', 'the release that they are, where the chain does not know their digests', releaseId)
    .action((options: { as?: ReleaseId }) => ask({ do: 'adopt', as: options.as ?? null }, messageOf));
  program
    .command('accept-chain')
    .description('after the state file was lost: trust the chain as it is now, and manage the node again')
    .action(() => ask({ do: 'accept-chain' }, messageOf));
  return program;
}

function messageOf({ message }: { message: string }): string {
  return `${message}\n`;
}

function minutes(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('expected a whole number of minutes');
  return value;
}

function releaseId(text: string): ReleaseId {
  const parsed = ReleaseId.safeParse(Number(text));
  if (!parsed.success) throw new InvalidArgumentError('expected the id of a release');
  return parsed.data;
}
