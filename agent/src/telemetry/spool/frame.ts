import { crc32 } from 'node:zlib';

/** Samples of one source at one moment, as they lie on disk. */
export interface Frame {
  /** Epoch milliseconds of its oldest and newest sample. */
  firstMs: number;
  lastMs: number;
  /** Samples. */
  count: number;
  /**
   * A remote-write v1 WriteRequest in snappy's block format, as it goes over the wire. Compressed because label names
   * and values make up nine tenths of it: so 200 series every 15 s fill the spool in a week instead of in a day.
   */
  payload: Buffer;
}

/** `[length u32][crc32 u32][first f64][last f64][n u32]`, little endian; the checksum covers all that follows it. */
export const FRAME_HEADER_BYTES = 28;
/** Far more than a frame has; a larger length is a damaged one. */
const MAX_PAYLOAD_BYTES = 2_000_000;

/**
 * The checksum is CRC-32 (IEEE) and not Castagnoli's: zlib has it natively, at gigabytes a second and without a table
 * of ours; at the size of a frame both find every error of three bits and every burst of 32.
 */
export function encodeFrame({ firstMs, lastMs, count, payload }: Frame): Buffer {
  const bytes = Buffer.allocUnsafe(FRAME_HEADER_BYTES + payload.length);
  bytes.writeUInt32LE(payload.length, 0);
  bytes.writeDoubleLE(firstMs, 8);
  bytes.writeDoubleLE(lastMs, 16);
  bytes.writeUInt32LE(count, 24);
  payload.copy(bytes, FRAME_HEADER_BYTES);
  bytes.writeUInt32LE(crc32(bytes.subarray(8)), 4);
  return bytes;
}

export type FrameFound =
  | { kind: 'frame'; frame: Frame; bytes: number }
  /** Its length is known, its content is damaged. */
  | { kind: 'damaged'; count: number; bytes: number }
  /** It goes on beyond these bytes. */
  | { kind: 'partial'; bytes: number }
  /** No frame begins here. */
  | { kind: 'none' };

/** What lies at the beginning of these bytes; `bytes` is what the frame takes, as far as it says. */
export function decodeFrame(from: Buffer): FrameFound {
  if (from.length < FRAME_HEADER_BYTES) return { kind: 'partial', bytes: FRAME_HEADER_BYTES };
  const length = from.readUInt32LE(0);
  const count = from.readUInt32LE(24);
  if (length === 0 || length > MAX_PAYLOAD_BYTES || count === 0 || count > length) return { kind: 'none' };
  const bytes = FRAME_HEADER_BYTES + length;
  if (from.length < bytes) return { kind: 'partial', bytes };
  if (crc32(from.subarray(8, bytes)) !== from.readUInt32LE(4)) return { kind: 'damaged', count, bytes };
  const payload = from.subarray(FRAME_HEADER_BYTES, bytes);
  return {
    kind: 'frame',
    frame: { firstMs: from.readDoubleLE(8), lastMs: from.readDoubleLE(16), count, payload },
    bytes,
  };
}

/** Bytes from a place on: at least so many, where there are any. */
export type BytesAt = (at: number, atLeast: number) => Buffer;

/** What lies at a place, read to its end. */
export function frameAt(bytesAt: BytesAt, at: number): FrameFound {
  const found = decodeFrame(bytesAt(at, FRAME_HEADER_BYTES));
  return found.kind === 'partial' ? decodeFrame(bytesAt(at, found.bytes)) : found;
}

/** More than the largest frame; what is further away is not looked for, so that it never takes long. */
const LOOKED_THROUGH_BYTES = 1_000_000;

/**
 * Where the next whole frame begins behind a damaged one, whose length says nothing: one bit of it would take the rest of
 * the segment along, which is hours. Null where none does, or where nothing can be read.
 */
export function nextFrameAt(bytesAt: BytesAt, damaged: number, to: number): number | null {
  const last = Math.min(to, damaged + LOOKED_THROUGH_BYTES) - FRAME_HEADER_BYTES;
  for (let at = damaged + 1; at <= last; at += 1) {
    if (bytesAt(at, FRAME_HEADER_BYTES).length < FRAME_HEADER_BYTES) return null;
    if (frameAt(bytesAt, at).kind === 'frame') return at;
  }
  return null;
}

/** Where the last whole frame ends; damaged ones before it stay, to be counted when they are read. */
export function wholeFrameBytes(segment: Buffer): number {
  const bytesAt: BytesAt = (at) => segment.subarray(at);
  let whole = 0;
  for (let at: number | null = 0; at !== null && at < segment.length;) {
    const found = frameAt(bytesAt, at);
    if (found.kind === 'frame') {
      at += found.bytes;
      whole = at;
    } else at = nextFrameAt(bytesAt, at, segment.length);
  }
  return whole;
}
