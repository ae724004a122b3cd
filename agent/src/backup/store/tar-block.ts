/** A tar archive is made of blocks of this many bytes. */
export const BLOCK_BYTES = 512;

const NAME = { at: 0, length: 100 };
const SIZE = { at: 124, length: 12 };
const CHECKSUM = { at: 148, length: 8 };

export interface TarEntry {
  name: string;
  size: number;
}

/** The ustar header of a regular file that only its owner may read. */
export function encodeTarHeader({ name, size }: TarEntry): Buffer {
  if (Buffer.byteLength(name) >= NAME.length) throw new RangeError(`the name ${name} is too long for a tar header`);
  const block = Buffer.alloc(BLOCK_BYTES);
  block.write(name, NAME.at);
  block.write('0000600\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, SIZE.at);
  block.write('00000000000\0', 136);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  block.write(`${checksumOf(block).toString(8).padStart(6, '0')}\0 `, CHECKSUM.at);
  return block;
}

/** Null for the empty block that ends an archive. @throws Error on what we would not have written */
export function decodeTarHeader(block: Buffer): TarEntry | null {
  if (block.every((byte) => byte === 0)) return null;
  const size = octal(block, SIZE);
  if (octal(block, CHECKSUM) !== checksumOf(block) || Number.isNaN(size)) throw new Error('damaged header of an entry');
  return { name: text(block, NAME), size };
}

export function paddingOf(size: number): number {
  return (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES;
}

/** Sum of all bytes, those of the checksum itself counted as spaces. */
function checksumOf(block: Buffer): number {
  let sum = 0;
  for (const [at, byte] of block.entries()) {
    sum += at >= CHECKSUM.at && at < CHECKSUM.at + CHECKSUM.length ? 0x20 : byte;
  }
  return sum;
}

function text(block: Buffer, { at, length }: { at: number; length: number }): string {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end);
}

function octal(block: Buffer, field: { at: number; length: number }): number {
  const digits = text(block, field).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}
