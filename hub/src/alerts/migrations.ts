import { type Migration } from 'kysely/migration';

export const alertMigrations: Record<string, Migration> = {
  'alerts-001-alerts': {
    async up(db) {
      await db.schema
        .createTable('alerts')
        .addColumn('group_hash', 'text', (column) => column.notNull())
        .addColumn('fingerprint', 'text', (column) => column.notNull())
        .addColumn('starts_at', 'bigint', (column) => column.notNull())
        .addColumn('ends_at', 'bigint')
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('severity', 'text', (column) => column.notNull())
        .addColumn('tier', 'text')
        .addColumn('node_id', 'text')
        .addColumn('service', 'text', (column) => column.notNull())
        .addColumn('summary', 'text', (column) => column.notNull())
        .addColumn('pauses', 'integer', (column) => column.notNull())
        .addColumn('first_seen_at', 'bigint', (column) => column.notNull())
        .addColumn('last_seen_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('alerts_pk', ['group_hash', 'fingerprint', 'starts_at'])
        .execute();
      await db.schema.createIndex('alerts_by_status').on('alerts').columns(['status', 'starts_at']).execute();
      await db.schema.createIndex('alerts_by_node').on('alerts').columns(['node_id', 'starts_at']).execute();
      await db.schema.createIndex('alerts_by_tier').on('alerts').columns(['tier', 'starts_at']).execute();
      await db.schema.createIndex('alerts_by_last_seen').on('alerts').column('last_seen_at').execute();
    },
  },
};
