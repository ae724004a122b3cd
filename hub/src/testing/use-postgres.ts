import { inject } from 'vitest';
import { POSTGRES_PORT } from './test-database.ts';

process.env[POSTGRES_PORT] = String(inject('postgresPort'));
