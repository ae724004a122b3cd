import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { type DatabasePlace } from '../database/database-place.ts';

/** The database that is copied for each test. */
export const TEMPLATE = 'noderr_template';
/** Environment variable with the port of the run's Postgres; set in the suites on Postgres only. */
export const POSTGRES_PORT = 'NODERR_TEST_POSTGRES_PORT';

/** An empty database of one test: a file in its folder, or a database of the run's Postgres in the suites on Postgres. */
export class TestDatabase {
  readonly place: DatabasePlace;
  #made = false;

  constructor(folder: string) {
    const port = process.env[POSTGRES_PORT];
    this.place =
      port === undefined
        ? { kind: 'sqlite', file: join(folder, 'hub.sqlite') }
        : { kind: 'postgres', url: urlOf(port, `noderr_${randomUUID().replaceAll('-', '')}`) };
  }

  /** As the hub's settings name it. */
  get settings(): Record<string, string> {
    const { place } = this;
    return place.kind === 'sqlite' ? { databaseFile: place.file } : { databaseUrl: place.url };
  }

  async make(): Promise<void> {
    if (this.#made || this.place.kind === 'sqlite') return;
    this.#made = true;
    await onServer(this.place.url, (name) => `create database ${name} template ${TEMPLATE} strategy file_copy`);
  }

  /** Takes everything away, so that a hub that starts again finds nothing. */
  async empty(): Promise<void> {
    const { place } = this;
    if (place.kind === 'sqlite') {
      for (const end of ['', '-wal', '-shm']) rmSync(place.file + end, { force: true });
      return;
    }
    await this.remove();
    await this.make();
  }

  async remove(): Promise<void> {
    if (!this.#made || this.place.kind === 'sqlite') return;
    this.#made = false;
    await onServer(this.place.url, (name) => `drop database ${name} with (force)`);
  }
}

function urlOf(port: string, database: string): string {
  return `postgres://hub@127.0.0.1:${port}/${database}`;
}

/** Past the hub's own code. */
export async function queryPostgres(place: DatabasePlace, statement: string): Promise<Record<string, unknown>[]> {
  if (place.kind !== 'postgres') throw new Error('only for the suites on Postgres');
  const client = new Client({ connectionString: place.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

async function onServer(url: string, statement: (database: string) => string): Promise<void> {
  const { port, pathname } = new URL(url);
  await queryPostgres({ kind: 'postgres', url: urlOf(port, 'postgres') }, statement(pathname.slice(1)));
}
