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
