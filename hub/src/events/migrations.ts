import { sql } from 'kysely';
import { type Migration } from 'kysely/migration';

export const eventMigrations: Record<string, Migration> = {
  'events-001-update-events': {
    async up(db) {
      await db.schema
        .createTable('update_events')
        .addColumn('node_id', 'text', (column) => column.notNull())
        .addColumn('attempt_id', 'text', (column) => column.notNull())
        .addColumn('n', 'bigint', (column) => column.notNull())
        .addColumn('received_at', 'bigint', (column) => column.notNull())
        .addColumn('delivery', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('update_events_pk', ['node_id', 'attempt_id', 'n'])
        .execute();
    },
  },
  'events-002-attempts': {
    async up(db) {
      await db.schema
        .createTable('attempts')
        .addColumn('node_id', 'text', (column) => column.notNull())
        .addColumn('attempt_id', 'text', (column) => column.notNull())
        .addColumn('tier', 'text', (column) => column.notNull())
        .addColumn('rollout_id', 'bigint', (column) => column.notNull())
        .addColumn('from_id', 'bigint', (column) => column.notNull())
        .addColumn('to_id', 'bigint', (column) => column.notNull())
        .addColumn('started_at', 'bigint', (column) => column.notNull())
        .addColumn('received_at', 'bigint', (column) => column.notNull())
        .addColumn('acked_n', 'bigint', (column) => column.notNull())
        .addColumn('outcome', 'text')
        .addColumn('code', 'text')
        .addColumn('outcome_n', 'bigint')
        .addColumn('outcome_at', 'bigint')
        .addColumn('outcome_received_at', 'bigint')
        .addColumn('duration_ms', 'bigint')
        .addColumn('rollback_ms', 'bigint')
        .addPrimaryKeyConstraint('attempts_pk', ['node_id', 'attempt_id'])
        .execute();
      await db.schema.createIndex('attempts_by_rollout').on('attempts').columns(['tier', 'rollout_id']).execute();
      await db.schema.createIndex('attempts_by_node').on('attempts').columns(['node_id', 'received_at']).execute();
      await db.schema.createIndex('attempts_by_outcome').on('attempts').column('outcome_received_at').execute();
    },
  },
  'events-003-outcomes': {
    async up(db) {
      await db.schema
        .alterTable('update_events')
        .addColumn('kind', 'text', (column) => column.notNull().defaultTo('state'))
        .execute();
      // A delivery is stored as its schema orders it, the kind first.
      await sql`update update_events set kind = 'outcome' where delivery like '{"kind":"outcome",%'`.execute(db);
      await db.schema
        .createIndex('update_events_outcomes')
        .on('update_events')
        .columns(['received_at', 'node_id', 'attempt_id', 'n'])
        .where(sql.ref('kind'), '=', 'outcome')
        .execute();
    },
  },
};
