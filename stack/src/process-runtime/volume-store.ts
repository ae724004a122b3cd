import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

/** Named volumes as folders on disk. */
export class VolumeStore {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
    mkdirSync(root, { recursive: true });
  }

  folder(name: string): string {
    if (!NAME.test(name)) throw new Error(`not a volume's name: ${name}`);
    return join(this.#root, name);
  }

  ensure(name: string): string {
    const folder = this.folder(name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  remove(name: string): void {
    rmSync(this.folder(name), { recursive: true, force: true });
  }

  /** A tar stream of a folder, its entries below the folder's own name as Docker's archive API gives them. */
  read(folder: string, entryName: string, signal: AbortSignal): NodeJS.ReadableStream {
    const child = spawn('tar', ['-C', folder, '--transform', `s,^\\.,${entryName},`, '-cf', '-', '.'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      signal,
    });
    child.once('error', (error) => child.stdout.destroy(error));
    child.once('exit', (code) => {
      if (code !== 0) child.stdout.destroy(new Error(`tar ended with ${code ?? 'a signal'}`));
    });
    return child.stdout;
  }

  /** Fills a fresh volume; what stood there under this name is gone. */
  async fill(name: string, content: NodeJS.ReadableStream, signal: AbortSignal): Promise<void> {
    this.remove(name);
    const folder = this.ensure(name);
    const child = spawn('tar', ['-C', folder, '--strip-components=1', '-xf', '-'], {
      stdio: ['pipe', 'ignore', 'ignore'],
      signal,
    });
    const exited = once(child, 'exit') as Promise<[number | null]>;
    await pipeline(content, child.stdin, { signal });
    const [code] = await exited;
    if (code !== 0) throw new Error(`cannot fill the volume ${name}: tar ended with ${code ?? 'a signal'}`);
  }
}
