import { type TestProject } from 'vitest/node';
import { openDatabase } from '../database/open-database.ts';
import { PostgresServer } from './postgres-server.ts';
import { TEMPLATE } from './test-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Port of the Postgres that all suites share. */
    postgresPort: number;
  }
}

/** One Postgres for all suites of a run; each test has a database of its own, copied from one that is migrated. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await PostgresServer.start();
  await server.run(`create database ${TEMPLATE}`);
  const db = await openDatabase({ kind: 'postgres', url: server.url(TEMPLATE) });
  await db.destroy();
  project.provide('postgresPort', server.port);
  return () => server.remove();
}
