import { type AuditEntry } from '@noderr/protocol';
import { type Transaction } from 'kysely';
import { type Database } from './database/database.ts';

/** What a caller says of an audit entry; number, time and hashes are the log's own. */
export type AuditNote = Pick<AuditEntry, 'actor' | 'action' | 'tier' | 'subject' | 'reason'>;

export interface AuditSink {
  /** Written in the caller's transaction: what was done and its entry stand or fall together. */
  append(note: AuditNote, transaction: Transaction<Database>): Promise<unknown>;
}
