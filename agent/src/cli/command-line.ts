import { type Command } from 'commander';
import { type SettingsSources } from '@noderr/settings';
import { askAgent } from '../control/control-client.ts';
import { type ControlReply, type ControlRequest } from '../control/schema.ts';
import { controlSocketPath } from '../control/socket-path.ts';
import { readOptions } from '../settings/read-options.ts';
import { CliFault } from './cli-fault.ts';
import { type Exit } from './exit-code.ts';
import { type CommandDeps } from './command-deps.ts';

export type Reply = Extract<ControlReply, { ok: true }>;

/** What every command has: where the settings are, how results are shown, and who can be asked. */
export interface CommandLine {
  readonly deps: CommandDeps;
  readonly sources: () => SettingsSources;
  readonly stateDir: () => string;
  /** Ends with this code although nothing was thrown. */
  readonly exitWith: (exit: Exit) => void;
  /** Shows a result: the value with `--json`, else the text. */
  readonly show: (value: unknown, text: string) => void;
  /** Asks the running agent. @throws NoAgentError, CliFault where it says no */
  readonly ask: (request: ControlRequest) => Promise<Reply>;
  /** Returns when the person at the terminal agrees, or `--yes` did. @throws CliFault otherwise */
  readonly agree: (question: string, yes: boolean) => Promise<void>;
}

export function createCommandLine(program: Command, deps: CommandDeps, exitWith: (exit: Exit) => void): CommandLine {
  const global = (): { config?: string; json?: boolean } => program.opts();
  const sources = (): SettingsSources => ({
    configFile: global().config ?? deps.env.NODERR_AGENT_CONFIG,
    env: deps.env,
  });
  const stateDir = (): string => readOptions(sources(), ['stateDir']).stateDir;
  return {
    deps,
    sources,
    stateDir,
    exitWith,
    show(value, text) {
      deps.stdout(global().json ? `${JSON.stringify(value)}\n` : text);
    },
    async ask(request) {
      const reply = await askAgent(controlSocketPath(stateDir()), request);
      if (!reply.ok) throw new CliFault('refused', reply.code, reply.message);
      return reply;
    },
    async agree(question, yes) {
      if (yes) return;
      const answer = await deps.confirm(question);
      if (answer === null) {
        throw new CliFault('usage', 'cli/nobody-to-ask', 'nobody can be asked here: add --yes to go ahead');
      }
      if (!answer) throw new CliFault('refused', 'cli/not-agreed', 'nothing was done');
    },
  };
}
