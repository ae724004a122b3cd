import {
  ColumnDefinitionNode,
  CompiledQuery,
  type DatabaseConnection,
  type DataTypeNode,
  type Driver,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  PostgresQueryCompiler,
  type QueryCompiler,
} from 'kysely';
import { LOCK_SPACE, WRITER_LOCK } from './advisory-locks.ts';

/**
 * Postgres that behaves as our SQLite does, so that one set of queries is right on both:
 *
 * - One writing transaction at a time, in all processes: each takes an advisory lock at its beginning, as SQLite's take
 *   the write lock. What a transaction reads is then true until it ends, which the audit chain (n and hash of the
 *   last entry), join tokens, events and nonces build on. Serializable isolation would give the same with retries at every
 *   caller; the hub writes a few short transactions a second, so nothing is lost by taking turns. Read committed, whose
 *   every statement sees what the turn before has committed: an older snapshot would be taken before the lock was had.
 * - Text is compared by its bytes, whatever the locale of the database is.
 */
export class HubPostgresDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new OneWriterDriver(this.#config);
  }

  override createQueryCompiler(): QueryCompiler {
    return new ByteOrderCompiler();
  }
}

class OneWriterDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await super.beginTransaction(connection, { isolationLevel: 'read committed' });
    await connection.executeQuery(CompiledQuery.raw(`select pg_advisory_xact_lock(${LOCK_SPACE}, ${WRITER_LOCK})`));
  }
}

class ByteOrderCompiler extends PostgresQueryCompiler {
  protected override visitDataType(node: DataTypeNode): void {
    super.visitDataType(node);
    const inColumn = this.parentNode !== undefined && ColumnDefinitionNode.is(this.parentNode);
    if (inColumn && node.dataType === 'text') this.append(' collate "C"');
  }
}
