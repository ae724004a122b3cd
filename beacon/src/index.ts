export { Deployment } from './contract/deployment.ts';
export { headHashOf, contentHashOf } from './contract/content-hash.ts';
export { HexData, keccak, textOfHex, hexOfText } from './contract/hex.ts';
export { AbiError } from './contract/abi-codec.ts';
export { acceptView, type Acceptance, type Regression, type Watermark } from './reader/accept-view.ts';
export {
  type BeaconReader,
  type BeaconReaderDeps,
  type BeaconReaderOptions,
  type ViewQuestion,
} from './reader/beacon-reader.ts';
export { createBeaconReader } from './reader/create-beacon-reader.ts';
export { BAR_MS, CLAIM_LIFE_MS } from './reader/brake-claims.ts';
export {
  type Agreed,
  type BlockReading,
  type BrakeClaim,
  type BrakeReading,
  type ChainReading,
  type ChainReadings,
  type ChangesReading,
  type EmergencyReading,
  type EndpointAnswer,
  type EndpointFault,
  type LatestReading,
  type Mismatched,
  type Outdated,
  type PauseReading,
  type QuorumReport,
  type ReadingProblem,
  type ReleaseReading,
  type Unavailable,
} from './reader/chain-reading.ts';
export { type CompactJws, isSignedBy, parseCompactJws } from './receipts/compact-jws.ts';
export { type OutcomeReceipt, parseReceipt } from './receipts/outcome-receipt.ts';
export { verifyingKey } from './receipts/verifying-key.ts';
export { createJsonRpcClient, type JsonRpcClient, type JsonRpcOptions } from './rpc/json-rpc-client.ts';
export { RpcError, type RpcErrorCode } from './rpc/rpc-error.ts';
