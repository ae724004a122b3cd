import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { httpAnswers, startService, waitUntilReady, type ServiceProcess } from '../process/service-process.ts';
import { type RunFolder } from '../run/run-folder.ts';

export interface RegistryOptions {
  run: RunFolder;
  port: number;
  /** Path of Debian's docker-registry. */
  program: string;
}

/** Starts docker-registry on loopback; its access log is the proof of which layers were asked for. */
export async function startDockerRegistry({ run, port, program }: RegistryOptions): Promise<ServiceProcess> {
  const config = run.file('registry', 'config.yml');
  const logFile = run.file('logs', 'registry.log');
  writeFileSync(
    config,
    JSON.stringify({
      version: 0.1,
      log: { level: 'info', accesslog: { disabled: false } },
      storage: { filesystem: { rootdirectory: join(run.folder('registry'), 'data') }, delete: { enabled: true } },
      http: { addr: `127.0.0.1:${port}` },
    }),
  );
  const service = await startService({ name: 'registry', command: program, args: ['serve', config], logFile });
  await waitUntilReady(service, logFile, httpAnswers(`http://127.0.0.1:${port}/v2/`));
  return service;
}
