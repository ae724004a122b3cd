import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identify, isAlive, signal, type ProcessIdentity } from './process-identity.ts';

const STOP_TIMEOUT_MS = 10_000;
const POLL_MS = 100;

export interface ServiceOptions {
  /** What it is called in messages. */
  name: string;
  command: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  logFile: string;
}

/** A child process of the stack, with its output in a log file. */
export interface ServiceProcess {
  name: string;
  identity: ProcessIdentity;
  /** Resolves with its exit code when it ends, by itself or not. */
  exited: Promise<number>;
  /** SIGTERM, then SIGKILL after 10 s; resolves when it is gone. */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** A service ended, or did not become ready in time. */
export class ServiceFailedError extends Error {
  readonly code = 'service/failed';

  constructor(name: string, what: string, logFile: string) {
    super(`${name} ${what}; the end of ${basename(logFile)}:\n${tailOf(logFile)}`);
  }
}

export async function startService(options: ServiceOptions): Promise<ServiceProcess> {
  const log = openSync(options.logFile, 'a');
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', log, log],
    // Its own group, so that a Ctrl-C at the terminal reaches the stack alone, which then stops things in order.
    detached: true,
  });
  closeSync(log);
  await Promise.race([once(child, 'spawn'), rejectOnError(child, options)]);
  const identity = child.pid === undefined ? null : identify(child.pid);
  if (identity === null) throw new ServiceFailedError(options.name, 'ended at once', options.logFile);
  const exited = new Promise<number>((resolve) => {
    child.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
  const end = async (name: NodeJS.Signals): Promise<void> => {
    signal(identity, name);
    const timer = new AbortController();
    const forced = delay(STOP_TIMEOUT_MS, undefined, { signal: timer.signal }).then(
      () => {
        signal(identity, 'SIGKILL');
      },
      () => undefined,
    );
    await exited;
    timer.abort();
    await forced;
  };
  return { name: options.name, identity, exited, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

/** Polls until `probe` says yes; fails when the service ends or the time is over. */
export async function waitUntilReady(
  service: ServiceProcess,
  logFile: string,
  probe: () => Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (!isAlive(service.identity)) throw new ServiceFailedError(service.name, 'ended during its start', logFile);
    if (await probe().catch(() => false)) return;
    await delay(POLL_MS);
  }
  throw new ServiceFailedError(service.name, `was not ready after ${timeoutMs / 1000} s`, logFile);
}

export function httpAnswers(url: string): () => Promise<boolean> {
  return async () => (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
}

async function rejectOnError(child: ChildProcess, options: ServiceOptions): Promise<never> {
  const [error] = (await once(child, 'error')) as [Error];
  throw new Error(`cannot start ${options.name} (${options.command}): ${error.message}`, { cause: error });
}

function tailOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(-15).join('\n');
  } catch {
    return '(no log)';
  }
}
