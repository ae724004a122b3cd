import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { repeat } from '../repeat.ts';
import { ACTING_LOCK, HOLDER_LOCK, LOCK_SPACE } from './advisory-locks.ts';
import { DatabaseError } from './database-error.ts';
import { cannotOpen, postgresSession } from './postgres-session.ts';

/** Milliseconds between two looks: of a standby at the lock, of the holder at its own connection. */
const LOOK_EVERY_MS = 1_000;
/** An answer that takes longer means that the connection is lost; milliseconds. */
const ANSWER_WITHIN_MS = 5_000;
/** The server gives up a holder that is silent, long after the holder itself has given up; milliseconds. */
const SERVER_GIVES_UP_AFTER_MS = 15_000;
const MAX_ENDING_ROUNDS = 100;
const ENDING_ROUND_MS = 50;

/** The right to act on a database: of all hubs on it, one has it. */
export interface HolderLock {
  /** Process id of its connection in the server. */
  readonly pid: number;
  /** Resolves when another hub may have it, or soon may: whoever acts must end at once. */
  readonly lost: Promise<DatabaseError>;
  release(): Promise<void>;
}

export interface HolderLockOptions {
  /** Ends the waiting. */
  signal: AbortSignal;
  /** Called once if another hub has the lock; it is waited for. */
  onStandby: () => Promise<void>;
}

/** Waits until no other hub acts on the database; null when told to stop before. */
export async function takeHolderLock(url: string, options: HolderLockOptions): Promise<HolderLock | null> {
  const { signal, onStandby } = options;
  const client = new Client(
    postgresSession(url, { answerWithinMs: ANSWER_WITHIN_MS, idleSessionMs: SERVER_GIVES_UP_AFTER_MS }),
  );
  const { promise: lost, resolve } = Promise.withResolvers<DatabaseError>();
  const stop = new AbortController();
  function lose(cause?: unknown): void {
    if (stop.signal.aborted) return;
    resolve(new DatabaseError('database/lock-lost', 'the connection that holds the lock of the database', { cause }));
  }
  client.on('error', lose);
  client.on('end', () => {
    lose();
  });

  const ask: Ask = (sql) =>
    client.query(sql).then(
      ({ rows }) => rows as Record<string, unknown>[],
      (error: unknown) => {
        throw cannotOpen(url, error);
      },
    );

  try {
    await client.connect().catch((error: unknown) => {
      throw cannotOpen(url, error);
    });
    let waiting = false;
    while (!(await tryLock(ask))) {
      if (!waiting) await onStandby();
      waiting = true;
      await sleep(LOOK_EVERY_MS, undefined, { signal });
    }
    await endLeftovers(ask);
    const [own] = await ask('select pg_backend_pid() as pid');
    const looking = repeat(() => look(client), LOOK_EVERY_MS, stop.signal, lose);
    return {
      pid: Number(own?.pid),
      lost,
      async release() {
        stop.abort();
        await looking;
        await client.end();
      },
    };
  } catch (error) {
    void client.end();
    if (signal.aborted) return null;
    throw error;
  }
}

type Ask = (sql: string) => Promise<Record<string, unknown>[]>;

async function tryLock(ask: Ask): Promise<boolean> {
  const [row] = await ask(`select pg_try_advisory_lock(${LOCK_SPACE}, ${HOLDER_LOCK}) as had`);
  return row?.had === true;
}

/** A former holder that lost its lock may not have noticed yet: its connections end before we act. */
async function endLeftovers(ask: Ask): Promise<void> {
  for (let round = 0; round < MAX_ENDING_ROUNDS; round += 1) {
    const left = await ask(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
       and database = (select oid from pg_database where datname = current_database())
       and classid = ${LOCK_SPACE} and objid = ${ACTING_LOCK} and objsubid = 2`,
    );
    if (left.length === 0) return;
    await sleep(ENDING_ROUND_MS);
  }
  throw new DatabaseError('database/cannot-open', 'connections of the hub that acted before do not end');
}

async function look(client: Client): Promise<void> {
  await client.query('select 1');
}
