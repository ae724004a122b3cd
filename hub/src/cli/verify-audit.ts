import { type ChainProgress } from '../audit/audit-chain.ts';
import { withDatabase } from './open-for-cli.ts';

/** Checks the whole hash chain of the audit log, from its first entry. */
export function verifyAuditIn(databaseFile: string): Promise<ChainProgress> {
  return withDatabase(databaseFile, (_db, audit) => audit.verify());
}
