import { existsSync, mkdirSync } from 'node:fs';
import { type Clock } from './clock.ts';
import { type Memory, newMemory } from './durable/memory.ts';
import { type DiskReserve, openDiskReserve } from './durable/disk-reserve.ts';
import { openStateFile, type StateFile, StateFileError } from './durable/state-file.ts';
import { type NodeIdentity, openIdentity } from './identity/node-identity.ts';
import { stateFolderAt } from './state-folder.ts';

export interface OpenedMemory {
  identity: NodeIdentity;
  file: StateFile;
  reserve: DiskReserve;
  memory: Memory;
}

/** Opens key and memory of a node; makes them where there are none. */
export function openMemory(stateDir: string, clock: Clock): OpenedMemory {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const { keyFile, memoryFile, outbox, reserveFile } = stateFolderAt(stateDir);
  const reserve = openDiskReserve(reserveFile);
  const file = openStateFile(memoryFile, reserve);
  const found = file.read();
  const identity = openIdentity(keyFile);
  if (found && found.nodeId !== identity.nodeId) {
    throw new StateFileError(
      `the state in ${stateDir} is of another node than its key: restore the key that belongs to it`,
    );
  }
  const { boot } = clock.monotonic();
  // the outbox is made after the first memory: an outbox without a memory has lost it
  const origin = existsSync(outbox) ? 'lost' : 'new';
  const memory = found ? { ...found, boot } : newMemory(identity.nodeId, boot, clock.now(), origin);
  file.write(memory);
  return { identity, file, reserve, memory };
}
