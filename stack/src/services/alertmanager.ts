import { httpAnswers, startService, waitUntilReady, type ServiceProcess } from '../process/service-process.ts';
import { type RunFolder } from '../run/run-folder.ts';
import { writeAlertmanagerConfig } from './alertmanager-config.ts';

export interface AlertmanagerOptions {
  run: RunFolder;
  port: number;
  program: string;
  hubUrl: string;
  /** Where people reach Grafana; null where there is none. */
  grafanaUrl: string | null;
}

/**
 * Starts Alertmanager on loopback, alone; it tells the hub, and the receivers whose secret files lie in the run's
 * `secrets`.
 */
export async function startAlertmanager(options: AlertmanagerOptions): Promise<ServiceProcess> {
  const { run, port, program, hubUrl, grafanaUrl } = options;
  run.secret('hub-webhook-url', () => hubUrl);
  if (grafanaUrl !== null) run.secret('grafana-url', () => grafanaUrl);
  const config = run.file('alertmanager', 'alertmanager.yml');
  await writeAlertmanagerConfig(run.folder('secrets'), config);
  const logFile = run.file('logs', 'alertmanager.log');
  const service = await startService({
    name: 'alertmanager',
    command: program,
    args: [
      `--config.file=${config}`,
      `--storage.path=${run.folder('alertmanager', 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    logFile,
  });
  await waitUntilReady(service, logFile, httpAnswers(`http://127.0.0.1:${port}/-/ready`));
  return service;
}
