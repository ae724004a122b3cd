import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { Hex32, NodeId } from './brands.ts';

/** The id of a node for ever: keccak256 of its raw first Ed25519 public key. */
export function nodeIdOf(publicKey: Hex32): NodeId {
  return NodeId.parse(`0x${bytesToHex(keccak_256(hexToBytes(publicKey.slice(2))))}`);
}

/** How a token names the key that signed it: sha256 of the raw public key. */
export function keyIdOf(publicKey: Hex32): Hex32 {
  return Hex32.parse(`0x${bytesToHex(sha256(hexToBytes(publicKey.slice(2))))}`);
}
