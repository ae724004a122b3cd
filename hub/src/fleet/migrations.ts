import { type Migration } from 'kysely/migration';

export const fleetMigrations: Record<string, Migration> = {
  'fleet-001-heartbeats': {
    async up(db) {
      await db.schema
        .createTable('heartbeats')
        .addColumn('node_id', 'text', (column) => column.primaryKey())
        .addColumn('heard_at', 'bigint', (column) => column.notNull())
        .addColumn('up_since', 'bigint', (column) => column.notNull())
        .addColumn('body', 'text', (column) => column.notNull())
        .execute();
    },
  },
};
