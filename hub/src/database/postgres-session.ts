import { type ClientConfig, TypeOverrides } from 'pg';
import { DatabaseError } from './database-error.ts';
import { labelOf } from './database-place.ts';

/** int8 of Postgres, which holds our times; `pg` gives it as text unless told otherwise. */
const INT8 = 20;

/** Milliseconds. What waits longer than this has failed; a server or a network that says nothing is no reason to hang. */
const CONNECT_WITHIN_MS = 5_000;
const STATEMENT_WITHIN_MS = 30_000;
/** As long as SQLite's busy_timeout. */
const LOCK_WITHIN_MS = 5_000;
/** A process of ours that stops in the middle of a transaction must not keep the others from writing. */
const IDLE_IN_TRANSACTION_MS = 10_000;

export interface SessionOptions {
  /** Milliseconds in which an answer must have arrived. */
  answerWithinMs?: number;
  /** The server ends a session that says nothing for this long; milliseconds. */
  idleSessionMs?: number;
}

/** How each connection of ours behaves, whatever the server's own defaults are. */
export function postgresSession(url: string, options: SessionOptions = {}): ClientConfig {
  const { answerWithinMs = STATEMENT_WITHIN_MS + 5_000, idleSessionMs = 0 } = options;
  const server = {
    // Outcomes are acknowledged to nodes, which then forget them: they must survive a power cut.
    synchronous_commit: 'on',
    // A statement outside of a transaction must not fail because another one was quicker.
    default_transaction_isolation: 'read\\ committed',
    statement_timeout: STATEMENT_WITHIN_MS,
    lock_timeout: LOCK_WITHIN_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    idle_session_timeout: idleSessionMs,
  };
  return {
    connectionString: url,
    application_name: 'noderr-hub',
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    query_timeout: answerWithinMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: numbersForInt8(),
    options: Object.entries(server)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  };
}

function numbersForInt8(): TypeOverrides {
  const types = new TypeOverrides();
  types.setTypeParser(INT8, Number);
  return types;
}

/** Names the server and never the user or the password. */
export function cannotOpen(url: string, cause: unknown): DatabaseError {
  const label = labelOf({ kind: 'postgres', url });
  // Of several addresses that were tried in vain, the error has a code and no message.
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return new DatabaseError('database/cannot-open', `opening the database ${label}${code}`, { cause });
}
