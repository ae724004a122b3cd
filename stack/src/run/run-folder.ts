import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { identify, isAlive } from '../process/process-identity.ts';
import { readJson, writeJson } from './atomic-file.ts';

const Lock = z.object({ pid: z.int(), start: z.string() });

/** Somebody else uses the run folder now. */
export class RunFolderInUseError extends Error {
  readonly code = 'run-folder/in-use';

  constructor(path: string, pid: number) {
    super(`${path} is in use by process ${pid}: stop it (Ctrl-C), or give this start another folder with --run-folder`);
  }
}

/** No stack runs on this folder, so there is nothing to talk to. */
export class NoStackError extends Error {
  readonly code = 'run-folder/no-stack';

  constructor(path: string) {
    super(`no stack runs on ${path}: run npm start first, or name its folder with --run-folder`);
  }
}

/** Where one stack keeps all its state; removed as a whole by `--reset`. */
export interface RunFolder {
  path: string;
  /** A sub-folder, made with mode 0700. */
  folder(...parts: string[]): string;
  file(...parts: string[]): string;
  /** The content of a secret file (mode 0400), made on first use. */
  secret(name: string, make: () => string): string;
  secretFile(name: string): string;
}

export interface OwnRunFolder extends RunFolder {
  release(): void;
}

/** Opens the folder for this process alone. */
export function openRunFolder(path: string, reset: boolean): OwnRunFolder {
  const lockPath = lockOf(path);
  const holder = readJson(lockPath, Lock);
  if (holder && isAlive(holder)) throw new RunFolderInUseError(path, holder.pid);
  if (reset) rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true, mode: 0o700 });
  writeJson(lockPath, identify(process.pid));
  return {
    ...runFolderAt(path),
    release: () => {
      rmSync(lockPath, { force: true });
    },
  };
}

/** The folder of a stack that runs now in another process. */
export function attachRunFolder(path: string): RunFolder {
  const holder = readJson(lockOf(path), Lock);
  if (!holder || !isAlive(holder)) throw new NoStackError(path);
  return runFolderAt(path);
}

function lockOf(path: string): string {
  return join(path, 'stack.lock');
}

function runFolderAt(path: string): RunFolder {
  const folder = (...parts: string[]): string => {
    const made = join(path, ...parts);
    mkdirSync(made, { recursive: true, mode: 0o700 });
    return made;
  };
  const secretFile = (name: string): string => join(folder('secrets'), name);
  return {
    path,
    folder,
    file: (...parts) => join(folder(...parts.slice(0, -1)), parts.at(-1) ?? ''),
    secretFile,
    secret: (name, make) => {
      const at = secretFile(name);
      if (!existsSync(at)) {
        writeFileSync(at, make(), { mode: 0o400 });
        chmodSync(at, 0o400);
      }
      return readFileSync(at, 'utf8').trim();
    },
  };
}
