import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely } from 'kysely';
import { type Database, type Db } from './database.ts';
import { DatabaseError } from './database-error.ts';
import { HubSqliteDialect } from './sqlite-dialect.ts';

/** Opens the SQLite file (`:memory:` for tests); it is made if need be. */
export function openSqlite(file: string): Db {
  return new Kysely<Database>({ dialect: new HubSqliteDialect({ database: openFile(file) }) });
}

function openFile(file: string): Sqlite.Database {
  try {
    if (file !== ':memory:') mkdirSync(dirname(resolve(file)), { recursive: true, mode: 0o700 });
    const sqlite = new Sqlite(file);
    sqlite.pragma('journal_mode = WAL');
    // Outcomes are acknowledged to nodes, which then forget them: they must survive a power cut.
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma('busy_timeout = 5000');
    return sqlite;
  } catch (error) {
    throw new DatabaseError('database/cannot-open', `opening the database file ${file}`, { cause: error });
  }
}
