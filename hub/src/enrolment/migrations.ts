import { type Migration } from 'kysely/migration';

export const enrolmentMigrations: Record<string, Migration> = {
  'enrolment-001-nodes': {
    async up(db) {
      await db.schema
        .createTable('nodes')
        .addColumn('node_id', 'text', (column) => column.primaryKey())
        .addColumn('tier', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('enrolled_at', 'bigint', (column) => column.notNull())
        .addColumn('suspended_at', 'bigint')
        .addColumn('suspended_reason', 'text', (column) => column.notNull().defaultTo(''))
        .addColumn('forgotten_at', 'bigint')
        .execute();
      await db.schema
        .createTable('node_keys')
        .addColumn('kid', 'text', (column) => column.primaryKey())
        .addColumn('node_id', 'text', (column) => column.notNull().references('nodes.node_id'))
        .addColumn('public_key', 'text', (column) => column.notNull())
        .addColumn('added_at', 'bigint', (column) => column.notNull())
        .addColumn('revoked_at', 'bigint')
        .execute();
      await db.schema.createIndex('node_keys_by_node').on('node_keys').column('node_id').execute();
    },
  },
  'enrolment-002-tokens': {
    async up(db) {
      await db.schema
        .createTable('tokens')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('hash', 'text', (column) => column.notNull().unique())
        .addColumn('tier', 'text')
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('created_by', 'text', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .addColumn('used_at', 'bigint')
        .addColumn('used_by', 'text')
        .addColumn('revoked_at', 'bigint')
        .execute();
    },
  },
};
