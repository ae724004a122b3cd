import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { RuntimeFault } from '@noderr/agent';

/** Runs one command to its end, SIGKILL after `timeoutMs`; `output` is the last 4 096 characters of both streams. */
export async function runCommand(
  command: readonly string[],
  { workingDirectory, environment }: { workingDirectory: string; environment: Readonly<Record<string, string>> },
  timeoutMs: number,
): Promise<{ exitCode: number; output: string }> {
  const [program, ...args] = command;
  if (program === undefined) throw new RuntimeFault('docker/failed', 'an empty command cannot be run');
  const child = spawn(program, args, {
    cwd: workingDirectory,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-4096);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const [code] = (await once(child, 'close')) as [number | null];
  return { exitCode: code ?? 137, output };
}
