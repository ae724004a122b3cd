export { Deployment } from './contract/deployment.ts';
export { HexData } from './contract/hex.ts';
export { acceptView, type Watermark } from './reader/accept-view.ts';
export { type BeaconReader } from './reader/beacon-reader.ts';
export { createBeaconReader } from './reader/create-beacon-reader.ts';
export {
  type Agreed,
  type BrakeClaim,
  type BrakeReading,
  type ChainReading,
  type ChainReadings,
  type ChangesReading,
  type EmergencyReading,
  type LatestReading,
  type PauseReading,
  type QuorumReport,
} from './reader/chain-reading.ts';
export { type CompactJws, isSignedBy, parseCompactJws } from './receipts/compact-jws.ts';
export { parseReceipt } from './receipts/outcome-receipt.ts';
export { verifyingKey } from './receipts/verifying-key.ts';
export { createJsonRpcClient } from './rpc/json-rpc-client.ts';
export { RpcError } from './rpc/rpc-error.ts';
