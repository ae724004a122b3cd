import { copyFileSync, cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { REPOSITORY } from '../noderr-command.ts';
import { httpAnswers, startService, waitUntilReady, type ServiceProcess } from '../process/service-process.ts';
import { writeJson } from '../run/atomic-file.ts';
import { type RunFolder } from '../run/run-folder.ts';

export interface PrometheusOptions {
  run: RunFolder;
  port: number;
  program: string;
  /** `host:port` by the name of a file in `provisioning/prometheus/targets`; what is not here is not scraped. */
  targets: Readonly<Record<string, string>>;
}

/** Starts Prometheus on loopback with our provisioning, and takes remote writes; what it stored survives a restart. */
export async function startPrometheus({ run, port, program, targets }: PrometheusOptions): Promise<ServiceProcess> {
  const logFile = run.file('logs', 'prometheus.log');
  const service = await startService({
    name: 'prometheus',
    command: program,
    args: [
      `--config.file=${join(provisioningOf(run, targets), 'prometheus.yml')}`,
      `--storage.tsdb.path=${run.folder('prometheus', 'data')}`,
      '--storage.tsdb.retention.time=30d',
      '--storage.tsdb.retention.size=1GB',
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-remote-write-receiver',
    ],
    logFile,
  });
  await waitUntilReady(service, logFile, httpAnswers(`http://127.0.0.1:${port}/-/ready`));
  return service;
}

/** Our provisioning with this run's targets and scrape token. */
function provisioningOf(run: RunFolder, targets: PrometheusOptions['targets']): string {
  const folder = join(run.folder('prometheus'), 'config');
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(REPOSITORY, 'provisioning/prometheus'), folder, { recursive: true });
  for (const file of readdirSync(join(folder, 'targets'))) {
    const address = targets[basename(file, '.json')];
    writeJson(join(folder, 'targets', file), address === undefined ? [] : [{ targets: [address] }]);
  }
  mkdirSync(join(folder, 'secrets'), { mode: 0o700 });
  copyFileSync(run.secretFile('scrape-token'), join(folder, 'secrets/scrape-token'));
  return folder;
}
