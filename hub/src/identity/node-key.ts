import { createHash } from 'node:crypto';
import { Hex32, NodeId } from '@noderr/protocol';
import { keccak256 } from 'ethers';

/** keccak256 of the raw public key that a node brought first. */
export function nodeIdOf(publicKey: Hex32): NodeId {
  return NodeId.parse(keccak256(publicKey));
}

/** sha256 of the raw public key. */
export function keyIdOf(publicKey: Hex32): Hex32 {
  return Hex32.parse(`0x${createHash('sha256').update(bytesOf(publicKey)).digest('hex')}`);
}

function bytesOf(publicKey: Hex32): Buffer {
  return Buffer.from(publicKey.slice(2), 'hex');
}
