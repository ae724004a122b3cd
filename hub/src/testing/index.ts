export { exampleExposition } from './example-exposition.ts';
export { postgresPrograms } from './postgres-programs.ts';
export { PostgresServer } from './postgres-server.ts';
