import { type Address } from '@noderr/protocol';
import { encodeParams } from './abi-codec.ts';
import { HexData } from './hex.ts';
import { versionBeaconBytecode } from './version-beacon-bytecode.ts';

/** What a deployment transaction carries; `adminDelayS` is the wait between offer and acceptance of the admin's place. */
export function deployData(admin: Address, adminDelayS: number): HexData {
  const params = [
    { name: 'admin', type: 'address' },
    { name: 'adminDelay', type: 'uint48' },
  ];
  return HexData.parse(`${versionBeaconBytecode}${encodeParams(params, [admin, BigInt(adminDelayS)])}`);
}
