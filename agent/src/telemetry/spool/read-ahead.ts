import { type SegmentLog } from './segment-log.ts';

const CHUNK_BYTES = 65_536;

/** Bytes from a position on: at least so many, where the segment has them. */
export type ReadAhead = (position: number, atLeast: number) => Buffer;

/** Reads a segment log in chunks, for records that follow one another. */
export function createReadAhead(log: Pick<SegmentLog, 'read'>): ReadAhead {
  let chunk: { from: number; bytes: Buffer } = { from: 0, bytes: Buffer.alloc(0) };
  return (position, atLeast) => {
    const offset = position - chunk.from;
    if (offset < 0 || offset + atLeast > chunk.bytes.length) {
      chunk = { from: position, bytes: log.read(position, Math.max(CHUNK_BYTES, atLeast)) };
    }
    return chunk.bytes.subarray(position - chunk.from);
  };
}
