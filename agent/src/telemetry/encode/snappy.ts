import { compress, uncompress } from 'snappyjs';
import { varintAt } from './varint.ts';
import { WireWriter } from './wire-writer.ts';

/** Snappy's block format, as remote write demands it. */
export function snappy(bytes: Buffer): Buffer {
  return compress(bytes);
}

/** @throws where the bytes are no snappy block of ours */
export function unsnappy(bytes: Buffer): Buffer {
  return uncompress(bytes);
}

/** The length before compression, which a block begins with. */
export function rawLengthOf(block: Buffer): number {
  return varintAt(block, 0).value;
}

/**
 * One block of what is in several, without compressing anew: the elements of a block refer to what is in it by how far
 * back it lies, and so mean the same behind those of another one.
 */
export function joinedSnappy(blocks: readonly Buffer[]): Buffer {
  const lengths = blocks.map((block) => varintAt(block, 0));
  const length = new WireWriter(10);
  length.varint(lengths.reduce((sum, { value }) => sum + value, 0));
  return Buffer.concat([length.finish(), ...blocks.map((block, index) => block.subarray(lengths[index]?.next))]);
}
