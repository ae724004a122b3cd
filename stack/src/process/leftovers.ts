import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { readJson, writeJson } from '../run/atomic-file.ts';
import { isAlive, signal, type ProcessIdentity } from './process-identity.ts';

const Started = z.array(z.object({ name: z.string(), pid: z.int(), start: z.string() }));

/** A process that a run has started and that still lives, by its name. */
export function startedProcess(path: string, name: string): ProcessIdentity | null {
  const list = readJson(path, Started) ?? [];
  return list.find((entry) => entry.name === name && isAlive(entry)) ?? null;
}

/** Remembers on disk what this run started, so that a start after a crash can end what was left running. */
export class StartedProcesses {
  readonly #path: string;
  #list: z.infer<typeof Started> = [];

  constructor(path: string) {
    this.#path = path;
  }

  add(name: string, identity: ProcessIdentity): void {
    this.#list = [...this.#list.filter((entry) => isAlive(entry)), { name, ...identity }];
    writeJson(this.#path, this.#list);
  }

  /** Ends what an earlier start left, exactly those processes; returns their names. */
  async endLeftovers(): Promise<string[]> {
    const left = (readJson(this.#path, Started) ?? []).filter((entry) => isAlive(entry));
    for (const entry of left) signal(entry, 'SIGTERM');
    for (let waited = 0; left.some((entry) => isAlive(entry)); waited += 50) {
      if (waited === 5000) for (const entry of left) signal(entry, 'SIGKILL');
      await delay(50);
    }
    return left.map((entry) => entry.name);
  }
}
