import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../process/process-identity.ts';
import { readJson, writeJson } from '../run/atomic-file.ts';
import { ContainerRecord, ShimStatus } from './container-record.ts';

/** The containers of one machine as folders on disk. */
export class ContainerStore {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
    mkdirSync(root, { recursive: true });
  }

  folder(id: string): string {
    return join(this.#root, id);
  }

  all(): ContainerRecord[] {
    return readdirSync(this.#root)
      .filter((id) => !id.startsWith('.'))
      .map((id) => this.find(id))
      .filter((record) => record !== null);
  }

  find(id: string): ContainerRecord | null {
    return readJson(join(this.folder(id), 'container.json'), ContainerRecord);
  }

  status(id: string): ShimStatus | null {
    return readJson(join(this.folder(id), 'status.json'), ShimStatus);
  }

  saveStatus(id: string, status: ShimStatus): void {
    writeJson(join(this.folder(id), 'status.json'), status);
  }

  add(record: Omit<ContainerRecord, 'id'>): ContainerRecord {
    const made = { ...record, id: randomUUID() };
    mkdirSync(this.folder(made.id));
    this.save(made);
    return made;
  }

  save(record: ContainerRecord): void {
    writeJson(join(this.folder(record.id), 'container.json'), record);
  }

  remove(id: string): void {
    if (existsSync(this.folder(id))) rmSync(this.folder(id), { recursive: true });
  }

  isRunning(id: string): boolean {
    const status = this.status(id);
    return status?.child != null && isAlive(status.child);
  }

  /** Runs, or is about to be started again. */
  isUp(id: string): boolean {
    const status = this.status(id);
    return status !== null && (isAlive(status.shim) || this.isRunning(id));
  }

  /** A loopback address that no container here has; folders of other stacks have other ranges. */
  freeAddress(): string {
    const taken = new Set(this.all().map((record) => record.address));
    const range = createHash('sha256').update(this.#root).digest().readUInt16BE(0) % (64 * 256);
    for (let n = 0; n < 256 * 254; n += 1) {
      const at = (range + Math.floor(n / 254)) % (64 * 256);
      const address = `127.${64 + (at >> 8)}.${at & 255}.${1 + (n % 254)}`;
      if (!taken.has(address)) return address;
    }
    throw new Error('no free loopback address');
  }
}
