import { type Hex32 } from '@noderr/protocol';
import { type AbiParam, type AbiRecord, encodeParams } from './abi-codec.ts';
import { structOf } from './beacon-abi.ts';
import { keccak, ZERO_HASH } from './hex.ts';

const BYTES32: AbiParam = { name: 'hash', type: 'bytes32' };

/** What the contract calls a release's contentHash; `stoneHash` is that of the release `minFrom`, zero for none. */
export function contentHashOf(release: AbiRecord, stoneHash: Hex32): Hex32 {
  const bare: AbiRecord = { ...release, revoked: false, contentHash: stoneHash };
  return keccak(`0x${encodeParams([structOf('release')], [bare])}`);
}

/** What the contract calls a directive's headHash; both hashes are zero where there is no such release. */
export function headHashOf(directive: AbiRecord, targetHash: Hex32, baselineHash: Hex32): Hex32 {
  const bare: AbiRecord = { ...directive, headHash: ZERO_HASH };
  return keccak(`0x${encodeParams([structOf('directive'), BYTES32, BYTES32], [bare, targetHash, baselineHash])}`);
}
