import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { Hex32 } from '@noderr/protocol';
import { z } from 'zod';

/** Bytes of any length as `0x` and lower-case hex. */
export const HexData = z
  .string()
  .regex(/^0x(?:[0-9a-fA-F]{2})*$/, 'expected 0x and an even number of hex digits')
  .transform((value) => value.toLowerCase())
  .pipe(z.string().brand<'HexData'>());
export type HexData = z.infer<typeof HexData>;

export const ZERO_HASH = Hex32.parse(`0x${'0'.repeat(64)}`);

export function keccak(data: string): Hex32 {
  return Hex32.parse(`0x${bytesToHex(keccak_256(hexToBytes(data.slice(2))))}`);
}

export function keccakOfText(text: string): Hex32 {
  return Hex32.parse(`0x${bytesToHex(keccak_256(new TextEncoder().encode(text)))}`);
}

export function hexOfText(text: string): string {
  return `0x${bytesToHex(new TextEncoder().encode(text))}`;
}

/** Bytes that are no UTF-8 become replacement characters: a strange reason must not hide a change. */
export function textOfHex(hex: string): string {
  return new TextDecoder().decode(hexToBytes(hex.slice(2)));
}
