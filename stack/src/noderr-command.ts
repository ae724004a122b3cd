import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

const MAINS = {
  noderr: 'beacon/src/cli/main.ts',
  'noderr-hub': 'hub/src/main.ts',
  'noderr-agent': 'agent/src/main.ts',
} as const;
export type ProgramName = keyof typeof MAINS;

/** One of our own commands ended with an error; the message is what it printed. */
export class CommandFailedError extends Error {
  readonly code = 'stack/command-failed';
}

export function mainOf(program: ProgramName): string {
  return `${REPOSITORY}/${MAINS[program]}`;
}

export interface CommandOptions {
  /** Gets each line of its notes. */
  onNote?: ((line: string) => void) | undefined;
  /** Ends the command early. */
  signal?: AbortSignal | undefined;
}

/** Runs one of our own commands with `--json` and parses what it prints. */
export async function runCommand(
  program: ProgramName,
  args: readonly string[],
  { onNote, signal }: CommandOptions = {},
): Promise<unknown> {
  const child = spawn(process.execPath, [mainOf(program), ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    const text = chunk.toString('utf8');
    errors += text;
    for (const line of text.split('\n')) if (line.trim() !== '') onNote?.(line.trim());
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) {
    throw new CommandFailedError(`${program} ${args[0] ?? ''} ended with ${code ?? 'a signal'}: ${errors || output}`);
  }
  return output.trim() === '' ? null : JSON.parse(output);
}
