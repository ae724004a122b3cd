import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../noderr-command.ts';
import { httpAnswers, startService, waitUntilReady, type ServiceProcess } from '../process/service-process.ts';
import { type RunFolder } from '../run/run-folder.ts';
import { makeSecret } from './hub.ts';
import { type Observability } from './observability.ts';

export interface GrafanaOptions {
  run: RunFolder;
  /** An unpacked Grafana: `bin/grafana`, `conf/`, `public/`. */
  home: string;
  port: number;
  hubUrl: string;
  /** Where its datasources are. */
  observability: Observability;
}

/** Starts a Grafana of the user's own on loopback with our provisioning and the built plugin. */
export async function startGrafana({
  run,
  home,
  port,
  hubUrl,
  observability,
}: GrafanaOptions): Promise<ServiceProcess> {
  run.secret('grafana-admin-password', makeSecret);
  const plugins = run.folder('grafana', 'plugins');
  cpSync(join(REPOSITORY, 'grafana-plugin/dist'), join(plugins, 'noderr-hub-app'), { recursive: true, force: true });
  const logFile = run.file('logs', 'grafana.log');
  const url = `http://127.0.0.1:${port}`;
  const service = await startService({
    name: 'grafana',
    command: join(home, 'bin/grafana'),
    args: ['server', '--homepath', home],
    logFile,
    env: {
      ...process.env,
      NODERR_HUB_URL: hubUrl,
      NODERR_PROMETHEUS_URL: observability.prometheus ?? '',
      NODERR_LOKI_URL: observability.loki ?? '',
      NODERR_ALERTMANAGER_URL: observability.alertmanager ?? '',
      GF_SERVER_HTTP_ADDR: '127.0.0.1',
      GF_SERVER_HTTP_PORT: String(port),
      GF_SERVER_ROOT_URL: url,
      GF_PATHS_DATA: run.folder('grafana', 'data'),
      GF_PATHS_LOGS: run.folder('grafana', 'logs'),
      GF_PATHS_PLUGINS: plugins,
      GF_PATHS_PROVISIONING: provisioningOf(run),
      GF_SECURITY_ADMIN_PASSWORD__FILE: run.secretFile('grafana-admin-password'),
      GF_AUTH_ANONYMOUS_ENABLED: 'false',
      GF_ANALYTICS_REPORTING_ENABLED: 'false',
      GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
      GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
      GF_PLUGINS_PREINSTALL_DISABLED: 'true',
      GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: 'true',
      GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS: 'noderr-hub-app',
    },
  });
  await waitUntilReady(service, logFile, httpAnswers(`${url}/api/health`), 180_000);
  return service;
}

/** Our provisioning with this run's secrets where the composed stack mounts its own. */
function provisioningOf(run: RunFolder): string {
  const folder = run.folder('grafana', 'provisioning');
  cpSync(join(REPOSITORY, 'provisioning/grafana'), folder, { recursive: true, force: true });
  for (const name of readdirSync(join(folder, 'plugins'))) {
    const path = join(folder, 'plugins', name);
    const text = readFileSync(path, 'utf8').replaceAll(/\/run\/secrets\/noderr-([a-z-]+)/g, (_, secret: string) =>
      run.secretFile(secret),
    );
    writeFileSync(path, text);
  }
  return folder;
}
