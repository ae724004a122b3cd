import { type AuditNote, type AuditSink } from '../audit-sink.ts';

/** Keeps the notes in memory, in order. */
export class MemoryAudit implements AuditSink {
  readonly notes: AuditNote[] = [];

  append(note: AuditNote): Promise<void> {
    this.notes.push(note);
    return Promise.resolve();
  }
}
