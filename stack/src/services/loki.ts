import { join } from 'node:path';
import { REPOSITORY } from '../noderr-command.ts';
import { startService, waitUntilReady, type ServiceProcess } from '../process/service-process.ts';
import { type RunFolder } from '../run/run-folder.ts';

export interface LokiOptions {
  run: RunFolder;
  port: number;
  grpcPort: number;
  program: string;
}

/** Starts a Loki of the user's own on loopback with our provisioning; what it stored survives a restart. */
export async function startLoki({ run, port, grpcPort, program }: LokiOptions): Promise<ServiceProcess> {
  const logFile = run.file('logs', 'loki.log');
  const service = await startService({
    name: 'loki',
    command: program,
    args: [`-config.file=${join(REPOSITORY, 'provisioning/loki/loki.yml')}`, '-config.expand-env=true'],
    env: {
      ...process.env,
      NODERR_LOKI_FOLDER: run.folder('loki'),
      NODERR_LOKI_ADDRESS: '127.0.0.1',
      NODERR_LOKI_PORT: String(port),
      NODERR_LOKI_GRPC_PORT: String(grpcPort),
    },
    logFile,
  });
  await waitUntilReady(service, logFile, takesPush(`http://127.0.0.1:${port}`));
  return service;
}

/** A push is answered 15 s before `/ready` says yes. */
function takesPush(url: string): () => Promise<boolean> {
  return async () => {
    const stream = { cluster: 'noderr', service: 'stack' };
    const line = [`${Date.now()}000000`, 'Loki takes logs'];
    const response = await fetch(`${url}/loki/api/v1/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ streams: [{ stream, values: [line] }] }),
      signal: AbortSignal.timeout(2000),
    });
    return response.status === 204;
  };
}
