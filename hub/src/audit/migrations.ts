import { type Migration } from 'kysely/migration';

/** The audit log has no update and no delete in our code; the hash chain shows either if somebody else does it. */
export const auditMigrations: Record<string, Migration> = {
  'audit-001-entries': {
    async up(db) {
      await db.schema
        .createTable('audit')
        .addColumn('n', 'bigint', (column) => column.primaryKey())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('actor_kind', 'text', (column) => column.notNull())
        .addColumn('actor_name', 'text', (column) => column.notNull())
        .addColumn('action', 'text', (column) => column.notNull())
        .addColumn('tier', 'text')
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('intent_id', 'text')
        .addColumn('transaction_hash', 'text')
        .addColumn('seq_before', 'bigint')
        .addColumn('seq_after', 'bigint')
        .addColumn('previous', 'text', (column) => column.notNull())
        .addColumn('hash', 'text', (column) => column.notNull().unique())
        .execute();
      await db.schema.createIndex('audit_action').on('audit').columns(['action', 'n']).execute();
      await db.schema.createIndex('audit_tier').on('audit').columns(['tier', 'n']).execute();
    },
  },
};
