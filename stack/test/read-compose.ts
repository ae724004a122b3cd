import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { REPOSITORY } from '../src/noderr-command.ts';

export const COMPOSE_YML = join(REPOSITORY, 'docker-compose.yml');

/** Every key that our file uses; each is one that docker-compose 1.29 and docker compose 2 know. */
const Service = z.strictObject({
  image: z.string(),
  build: z.object({ context: z.literal('.'), dockerfile: z.string() }).optional(),
  pull_policy: z.literal('never').optional(),
  profiles: z.array(z.string()).default([]),
  user: z.string(),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  cap_add: z.array(z.string()).default([]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  mem_limit: z.string(),
  cpus: z.number(),
  pids_limit: z.number(),
  logging: z.object({ driver: z.literal('json-file'), options: z.object({ 'max-size': z.string() }).loose() }),
  restart: z.enum(['no', 'unless-stopped']),
  networks: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).optional(),
  network_mode: z.string().optional(),
  ports: z.array(z.string()).default([]),
  labels: z.record(z.string(), z.string()).default({}),
  tmpfs: z.array(z.string()).default([]),
  stop_grace_period: z.string().optional(),
  entrypoint: z.array(z.string()).optional(),
  command: z.array(z.string()).optional(),
  volumes: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).default({}),
  depends_on: z
    .record(z.string(), z.object({ condition: z.enum(['service_healthy', 'service_completed_successfully']) }))
    .default({}),
  healthcheck: z
    .object({ test: z.array(z.string()), interval: z.string(), timeout: z.string(), retries: z.number() })
    .loose()
    .optional(),
});
export type ComposeService = z.infer<typeof Service>;

const ComposeFile = z.object({
  services: z.record(z.string(), Service),
  networks: z.record(z.string(), z.object({ internal: z.boolean().optional() }).loose().nullable()),
  volumes: z.record(z.string(), z.null()),
});
export type ComposeFile = z.infer<typeof ComposeFile>;

export function readCompose(): ComposeFile {
  return ComposeFile.parse(parse(readFileSync(COMPOSE_YML, 'utf8'), { merge: true, maxAliasCount: -1 }));
}
