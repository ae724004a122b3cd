import { readFileSync } from 'node:fs';
import { type DiskReserve } from './disk-reserve.ts';
import { Memory } from './memory.ts';
import { writeDurably } from './write-durably.ts';

/** The state file cannot be used; the message says what to do. */
export class StateFileError extends Error {
  override readonly name = 'StateFileError';
  readonly code = 'state/unusable';
}

/** Where the agent's memory lies. */
export interface StateFile {
  /** Null where there is none. @throws StateFileError when it cannot be read as ours */
  read(): Memory | null;
  /** Durable on return. */
  write(memory: Memory): void;
}

export function openStateFile(path: string, reserve: Pick<DiskReserve, 'spend'>): StateFile {
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
      reserve.spend(() => {
        writeDurably(path, JSON.stringify(memory));
      });
    },
  };
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new StateFileError(`the state file ${path} cannot be read`, { cause: error });
  }
}
