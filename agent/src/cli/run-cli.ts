import { CommanderError } from 'commander';
import { type CommandDeps } from './command-deps.ts';
import { EXIT, type Exit } from './exit-code.ts';
import { createProgram } from './program.ts';
import { toldFault } from './told-fault.ts';

/** Runs one command line (without node and script) and returns its exit code. */
export async function runCli(args: readonly string[], deps: CommandDeps): Promise<number> {
  let exit: Exit = 'ok';
  const program = createProgram(deps, (given) => {
    exit = given;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return EXIT[exit];
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const { code, exitCode, faults, message } = toldFault(error);
    if (program.opts<{ json?: boolean }>().json) {
      deps.stdout(`${JSON.stringify({ ok: false, code, message, ...(faults.length > 0 ? { faults } : {}) })}\n`);
    }
    deps.stderr(`noderr-agent: ${message} [${code}]\n${faults.map((fault) => `  - ${fault}\n`).join('')}`);
    return exitCode;
  }
}
