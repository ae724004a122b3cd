import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Memory } from './memory.ts';

/** The state file cannot be used; the message says what to do. */
export class StateFileError extends Error {
  override readonly name = 'StateFileError';
  readonly code = 'state/unusable';
}

/** Where the agent's memory lies. */
export interface StateFile {
  /** Null where there is none. @throws StateFileError when it cannot be read as ours */
  read(): Memory | null;
  /** Durable on return: temporary file, fsync, rename, fsync of the folder. */
  write(memory: Memory): void;
}

export function openStateFile(path: string): StateFile {
  return {
    read() {
      const text = readOrNull(path);
      if (text === null) return null;
      try {
        return Memory.parse(JSON.parse(text));
      } catch (cause) {
        throw new StateFileError(`the state file ${path} is damaged: move it away and run \`accept-chain\``, { cause });
      }
    },
    write(memory) {
      const temporary = `${path}.tmp`;
      const file = openSync(temporary, 'w', 0o600);
      try {
        writeFileSync(file, JSON.stringify(memory));
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, path);
      syncFolder(dirname(path));
    },
  };
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new StateFileError(`the state file ${path} cannot be read`, { cause: error });
  }
}
