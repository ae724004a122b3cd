import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RegistryServer } from '../server/start-registry.ts';
import { freePort } from './free-port.ts';

export const DOCKER_REGISTRY = '/usr/bin/docker-registry';

export function hasDockerRegistry(): boolean {
  return existsSync(DOCKER_REGISTRY);
}

/** Debian's docker-registry on loopback, with a folder of its own that goes with it. */
export async function startDockerRegistry(): Promise<RegistryServer> {
  const dir = await mkdtemp(join(tmpdir(), 'noderr-registry-'));
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const config = {
    version: 0.1,
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(dir, 'data') }, delete: { enabled: true } },
    http: { addr: host },
  };
  // YAML reads JSON.
  await writeFile(join(dir, 'config.yml'), JSON.stringify(config));
  const child = spawn(DOCKER_REGISTRY, ['serve', join(dir, 'config.yml')], { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(child, 'exit');
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const url = `http://${host}`;
  while (!(await answers(`${url}/v2/`))) {
    if (child.exitCode !== null) throw new Error(`docker-registry did not start: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    url,
    host,
    async close() {
      child.kill('SIGKILL');
      await exited;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}
