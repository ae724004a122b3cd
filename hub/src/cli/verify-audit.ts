import { type ChainProgress } from '../audit/audit-chain.ts';
import { type DatabasePlace } from '../database/database-place.ts';
import { withDatabase } from './open-for-cli.ts';

/** Checks the whole hash chain of the audit log, from its first entry. */
export function verifyAuditIn(place: DatabasePlace): Promise<ChainProgress> {
  return withDatabase(place, (_db, audit) => audit.verify());
}
