export {
  type Publication,
  ROLES,
  type Role,
  publishCall,
  pauseCall,
  resumeCall,
  openCall,
  rollbackCall,
  revokeCall,
  raiseFloorCall,
  setTrustCall,
  grantRoleCall,
  revokeRoleCall,
} from '../contract/calls.ts';
export { DeployError } from '../contract/read-deployment.ts';
export { deployBeacon, type DeployOptions } from './deploy-beacon.ts';
export { keySigner } from './key-signer.ts';
export { type SignedTransaction, type TransactionSigner, type UnsignedTransaction } from './transaction-signer.ts';
export { bumpedFees, firstFees, type Fees } from './fees.ts';
export { guardedSigner } from './guarded-signer.ts';
export { QueueError, type QueueErrorCode } from './queue-error.ts';
export { revertReason, type RevertReason } from './revert-reason.ts';
export { DEFAULT_LIMITS, HUB_FUNCTIONS, policyProblem, type SigningPolicy } from './signing-policy.ts';
export { createSignerChain, type SignerChain, type Simulation } from './signer-chain.ts';
export { createTransactionQueue } from './create-transaction-queue.ts';
export { createTransactionTables, type TransactionTables } from './tables.ts';
export { createTransactionStore, type TransactionStore } from './transaction-store.ts';
export {
  type QueueDeps,
  type QueueOptions,
  type SignerStatus,
  type TransactionQueue,
  type TransactionRequest,
} from './transaction-queue.ts';
export { hasEnded, type QueuedTransaction, TRANSACTION_STATUSES, type TransactionStatus } from './transaction.ts';
