import { type Migration } from 'kysely/migration';

export const chainMigrations: Record<string, Migration> = {
  'chain-001-history': {
    async up(db) {
      await db.schema
        .createTable('directive_changes')
        .addColumn('tier', 'text', (column) => column.notNull())
        .addColumn('seq', 'bigint', (column) => column.notNull())
        .addColumn('block_number', 'bigint', (column) => column.notNull())
        .addColumn('transaction_hash', 'text', (column) => column.notNull())
        .addColumn('seen_at', 'bigint', (column) => column.notNull())
        .addColumn('body', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('directive_changes_pk', ['tier', 'seq'])
        .execute();
      await db.schema
        .createTable('releases')
        .addColumn('tier', 'text', (column) => column.notNull())
        .addColumn('id', 'bigint', (column) => column.notNull())
        .addColumn('body', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('releases_pk', ['tier', 'id'])
        .execute();
    },
  },
  'chain-002-identity': {
    async up(db) {
      await db.schema
        .createTable('chain_identity')
        .addColumn('beacon', 'text', (column) => column.primaryKey())
        .addColumn('body', 'text', (column) => column.notNull())
        .execute();
    },
  },
};
