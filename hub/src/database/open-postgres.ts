import { Kysely } from 'kysely';
import { type ClientBase, Pool, type PoolConfig } from 'pg';
import { ACTING_LOCK, HOLDER_LOCK, LOCK_SPACE } from './advisory-locks.ts';
import { type Database, type Db } from './database.ts';
import { DatabaseError } from './database-error.ts';
import { HubPostgresDialect } from './postgres-dialect.ts';
import { cannotOpen, postgresSession } from './postgres-session.ts';

export interface PostgresDeps {
  /** Process id, in the server, of the connection that holds the hub's lock; a command beside the hub holds none. */
  holderPid?: number | undefined;
  /** Told when a connection that nobody used has ended; the next query makes a new one. */
  onLostConnection?: (reason: string) => void;
}

/** The pool waits for the promise, of which the types of `pg` say nothing. */
type PoolOptions = Omit<PoolConfig, 'onConnect'> & { onConnect?: (client: ClientBase) => Promise<void> };

const MAX_CONNECTIONS = 10;

/** Opens the Postgres database, which must exist; throws where it cannot be reached. */
export async function openPostgres(url: string, deps: PostgresDeps = {}): Promise<Db> {
  const { holderPid, onLostConnection } = deps;
  const options: PoolOptions = { ...postgresSession(url), max: MAX_CONNECTIONS };
  if (holderPid !== undefined) options.onConnect = (client) => checkActing(client, holderPid);
  const pool = new Pool(options);
  // Without a listener it would end the process; the error drags the whole connection along.
  pool.on('error', (error) => onLostConnection?.(error.message));
  pool.on('connect', (client) => {
    // One that is lost between two queries of a transaction: the next query fails.
    client.on('error', () => undefined);
  });
  try {
    (await pool.connect()).release();
  } catch (error) {
    await pool.end();
    throw cannotOpen(url, error);
  }
  return new Kysely<Database>({ dialect: new HubPostgresDialect({ pool }) });
}

/**
 * Marks a new connection as one of the hub that acts, then makes sure that it still does: the next holder ends those
 * that are marked before it acts itself. Fails closed.
 */
async function checkActing(client: ClientBase, holderPid: number): Promise<void> {
  await client.query(`select pg_advisory_lock_shared(${LOCK_SPACE}, ${ACTING_LOCK})`);
  const { rowCount } = await client.query(
    `select from pg_locks where locktype = 'advisory' and granted and pid = $1
     and database = (select oid from pg_database where datname = current_database())
     and classid = ${LOCK_SPACE} and objid = ${HOLDER_LOCK} and objsubid = 2`,
    [holderPid],
  );
  if (rowCount !== 1) throw new DatabaseError('database/lock-lost', 'this hub does not hold the lock any more');
}
