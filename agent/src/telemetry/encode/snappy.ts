import { compress, uncompress } from 'snappyjs';

/** Snappy's block format, as remote write demands it. */
export function snappy(bytes: Buffer): Buffer {
  return compress(bytes);
}

/** @throws where the bytes are no snappy block of ours */
export function unsnappy(bytes: Buffer): Buffer {
  return uncompress(bytes);
}

/** The length before compression, which a block begins with as a varint. */
export function rawLengthOf(block: Buffer): number {
  let length = 0;
  for (let at = 0; at < 5; at += 1) {
    const byte = block[at] ?? 0;
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) break;
  }
  return length;
}
