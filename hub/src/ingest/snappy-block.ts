import { HubError } from '../problem/hub-error.ts';

const LITERAL = 0;
const COPY_1 = 1;
const COPY_2 = 2;
/** Below this many bytes a loop is faster than a call into native code. */
const SHORT = 24;

/**
 * Decompresses Snappy's block format. The length that the block claims is checked before a byte is allocated, and every
 * step against both ends: throws `HubError` `ingest/too-large` or `ingest/malformed`, and always ends. (snappyjs 0.7
 * reads a literal's length as a signed number and can be sent in circles.)
 */
export function decompressSnappy(block: Uint8Array, maxBytes: number): Buffer {
  const header = readLength(block);
  if (header.length > maxBytes) {
    throw new HubError('ingest/too-large', `the body is larger than ${maxBytes} bytes when decompressed`);
  }
  const out = Buffer.allocUnsafe(header.length);
  let at = header.next;
  let written = 0;
  while (at < block.length) {
    const tag = block[at] as number;
    at += 1;
    const kind = tag & 3;
    if (kind === LITERAL) {
      const short = tag >>> 2;
      const extra = short < 60 ? 0 : short - 59;
      const length = (extra === 0 ? short : littleEndian(block, at, extra)) + 1;
      at += extra;
      if (at + length > block.length || written + length > out.length) throw malformed();
      if (length < SHORT) for (let i = 0; i < length; i += 1) out[written + i] = block[at + i] as number;
      else out.set(block.subarray(at, at + length), written);
      at += length;
      written += length;
      continue;
    }
    const width = kind === COPY_1 ? 1 : kind === COPY_2 ? 2 : 4;
    const length = kind === COPY_1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
    const offset = littleEndian(block, at, width) + (kind === COPY_1 ? (tag >>> 5) << 8 : 0);
    at += width;
    if (offset === 0 || offset > written || written + length > out.length) throw malformed();
    // Forward and byte by byte: source and target overlap where a copy repeats what it has just written.
    for (const end = written + length; written < end; written += 1) out[written] = out[written - offset] as number;
  }
  if (written !== out.length) throw malformed();
  return out;
}

/** The varint of at most 32 bits at the beginning. */
function readLength(block: Uint8Array): { length: number; next: number } {
  let length = 0;
  for (let i = 0; i < Math.min(5, block.length); i += 1) {
    const byte = block[i] as number;
    length += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { length, next: i + 1 };
  }
  throw malformed();
}

/** Of up to four bytes, without a sign. */
function littleEndian(block: Uint8Array, at: number, width: number): number {
  if (at + width > block.length) throw malformed();
  let value = 0;
  for (let i = width - 1; i >= 0; i -= 1) value = value * 256 + (block[at + i] as number);
  return value;
}

function malformed(): HubError {
  return new HubError('ingest/malformed', 'the body is no Snappy block');
}
