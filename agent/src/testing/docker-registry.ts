import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child, findProgram } from './child.ts';
import { freePort } from '@noderr/oci/testing';

/** Debian's docker-registry on loopback with a folder of its own. */
export interface TestRegistry {
  /** `127.0.0.1:PORT`, as image references have it. */
  host: string;
  /** Stops answering, as a registry that is down. */
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Why no docker-registry can run here, null when one can. */
export async function registryMissing(path: string): Promise<string | null> {
  return (await findProgram('docker-registry', path)) === null ? 'docker-registry is not installed' : null;
}

export async function startRegistry(options: { path: string }): Promise<TestRegistry> {
  const program = await findProgram('docker-registry', options.path);
  if (program === null) throw new Error('docker-registry is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'nreg-'));
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const config = join(folder, 'config.json');
  await writeFile(
    config,
    // JSON is YAML, which the registry reads.
    JSON.stringify({
      version: '0.1',
      log: { level: 'error', accesslog: { disabled: true } },
      storage: { filesystem: { rootdirectory: join(folder, 'data') }, delete: { enabled: true } },
      http: { addr: host },
    }),
  );
  let child: Child | null = null;

  async function start(): Promise<void> {
    child = new Child(program ?? 'docker-registry', ['serve', config], { env: { PATH: options.path } });
    await child.until(async () => (await fetch(`http://${host}/v2/`)).ok, 20_000);
  }

  async function stop(): Promise<void> {
    await child?.end();
  }

  async function close(): Promise<void> {
    await stop();
    await rm(folder, { recursive: true, force: true });
  }

  await start();
  return { host, start, stop, close };
}
