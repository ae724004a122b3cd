import { closeSync, openSync, readSync } from 'node:fs';

const FIRST_BYTES = 16_384;
/** /proc/stat of a machine with a thousand cores has a tenth of it. */
const MOST_BYTES = 4_194_304;

/** A file of /proc that is read again and again through one descriptor. */
export class KeptFile {
  readonly #path: string;
  #descriptor: number | null = null;
  #buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);

  constructor(path: string) {
    this.#path = path;
  }

  /** The whole file as it is now. @throws the system's own error, RangeError beyond 4 MiB; the next read opens it anew */
  read(): string {
    try {
      this.#descriptor ??= openSync(this.#path, 'r');
      return this.#readFrom(this.#descriptor);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #readFrom(descriptor: number): string {
    for (let size = 0; ;) {
      const count = readSync(descriptor, this.#buffer, size, this.#buffer.length - size, size);
      if (count === 0) return this.#buffer.toString('utf8', 0, size);
      size += count;
      if (size === this.#buffer.length) this.#grow();
    }
  }

  #grow(): void {
    if (this.#buffer.length >= MOST_BYTES) throw new RangeError(`${this.#path} has more than ${MOST_BYTES} bytes`);
    const larger = Buffer.allocUnsafeSlow(this.#buffer.length * 2);
    this.#buffer.copy(larger);
    this.#buffer = larger;
  }
}
