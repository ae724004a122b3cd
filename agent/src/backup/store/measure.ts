import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Hex32 } from '@noderr/protocol';

export interface Measured {
  sizeBytes: number;
  sha256: Hex32;
}

/** Size and hash of what flows through. */
export interface Measure {
  through: (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>;
  /** Once, at the end. */
  result: () => Measured;
}

export function createMeasure(): Measure {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  return {
    async *through(source) {
      for await (const chunk of source) {
        hash.update(chunk);
        sizeBytes += chunk.length;
        yield chunk;
      }
    },
    result: () => ({ sizeBytes, sha256: Hex32.parse(`0x${hash.digest('hex')}`) }),
  };
}

export function isSame(a: Measured, b: Measured): boolean {
  return a.sizeBytes === b.sizeBytes && a.sha256 === b.sha256;
}

/** The bytes of a file in chunks that are large enough for a fast disk. */
export function readBytes(path: string, signal?: AbortSignal): AsyncIterable<Uint8Array> {
  return createReadStream(path, { highWaterMark: 512 * 1024, ...(signal && { signal }) });
}

export async function measureFile(path: string, signal: AbortSignal): Promise<Measured> {
  const measure = createMeasure();
  const reading = measure.through(readBytes(path, signal));
  while (!(await reading.next()).done);
  return measure.result();
}
