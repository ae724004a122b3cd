import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RegistryServer, startRegistry } from '../src/server/start-registry.ts';
import { dockerRegistryMissing, startDockerRegistry } from '../src/testing/docker-registry.ts';

export interface RegistryKind {
  /** With the reason, where it cannot run here. */
  name: string;
  /** With REQUIRE_ALL=1 it is started anyway and fails. */
  isMissing: boolean;
  start: () => Promise<RegistryServer>;
}

const path = process.env['PATH'] ?? '';
const missing = process.env['REQUIRE_ALL'] === '1' ? null : await dockerRegistryMissing(path);

/** The registries that honest behaviour is tested against: one with the referrers API, one without. */
export const REGISTRIES: readonly RegistryKind[] = [
  { name: 'our own registry', isMissing: false, start: startOwn },
  {
    name: missing === null ? 'docker-registry' : `docker-registry (${missing})`,
    isMissing: missing !== null,
    start: () => startDockerRegistry(path),
  },
];

async function startOwn(): Promise<RegistryServer> {
  const dir = await mkdtemp(join(tmpdir(), 'noderr-own-registry-'));
  const server = await startRegistry({ port: 0, dir });
  return {
    ...server,
    async close() {
      await server.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
