import { type AuditEntry } from '@noderr/protocol';

/** What a caller says of an audit entry; number, time and hashes are the log's own. */
export type AuditNote = Pick<AuditEntry, 'actor' | 'action' | 'tier' | 'subject' | 'reason'>;

export interface AuditSink {
  append(note: AuditNote): Promise<void>;
}
