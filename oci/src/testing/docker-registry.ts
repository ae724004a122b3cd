import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RegistryServer } from '../server/start-registry.ts';
import { Child } from './child.ts';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';

/** Debian's docker-registry on loopback, with a folder of its own that goes with it. */
export interface DockerRegistry extends RegistryServer {
  /** Stops answering, as a registry that is down. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** Why no docker-registry can run here, null when one can; `path` is the PATH to look on. */
export async function dockerRegistryMissing(path: string): Promise<string | null> {
  return (await findProgram('docker-registry', path)) === null ? 'docker-registry is not installed' : null;
}

export async function startDockerRegistry(path: string): Promise<DockerRegistry> {
  const program = await findProgram('docker-registry', path);
  if (program === null) throw new Error('docker-registry is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'nreg-'));
  const host = `127.0.0.1:${await freePort()}`;
  const url = `http://${host}`;
  const config = join(folder, 'config.yml');
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
    child = new Child(program ?? 'docker-registry', ['serve', config], { env: { PATH: path } });
    await child.until(async () => (await fetch(`${url}/v2/`)).ok, 20_000);
  }

  async function stop(): Promise<void> {
    await child?.end();
  }

  async function close(): Promise<void> {
    await stop();
    await rm(folder, { recursive: true, force: true });
  }

  await start();
  return { url, host, start, stop, close };
}
