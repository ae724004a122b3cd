import { CommanderError } from 'commander';
import { DeployError } from '../contract/read-deployment.ts';
import { RpcError } from '../rpc/rpc-error.ts';
import { revertReason } from '../transactions/revert-reason.ts';
import { CliError, EXIT } from './cli-error.ts';
import { type CommandDeps } from './command-deps.ts';
import { createProgram } from './program.ts';

/** Runs one command line (without node and script) and returns its exit code. */
export async function runCli(args: readonly string[], deps: CommandDeps): Promise<number> {
  let exitCode: number = EXIT.ok;
  const endWith = (exit: keyof typeof EXIT): void => {
    exitCode = EXIT[exit];
  };
  try {
    await createProgram({ ...deps, endWith }).parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return tell(asCliError(error), args.includes('--json'), deps);
  }
}

function tell(error: CliError, json: boolean, { streams }: CommandDeps): number {
  const { code, message, hint, exitCode } = error;
  if (json) streams.stdout(`${JSON.stringify({ error: { code, message, hint } }, null, 2)}\n`);
  streams.stderr(`noderr: ${message} [${code}]\n${hint === '' ? '' : `  ${hint}\n`}`);
  return exitCode;
}

function asCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  const reason = revertReason(error);
  if (reason) return new CliError('refused', reason.code, reason.message);
  if (error instanceof RpcError)
    return new CliError('unavailable', error.code, error.message, 'check --rpc and try again');
  if (error instanceof DeployError) return new CliError('refused', error.code, error.message);
  throw error;
}
