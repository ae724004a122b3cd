import { readFileSync } from 'node:fs';
import { basicAuth } from '../hub-api.ts';
import { httpAnswers, startService, waitUntilReady, type ServiceProcess } from '../process/service-process.ts';
import { unlessInterrupted } from '../run/interruption.ts';
import { type RunFolder } from '../run/run-folder.ts';
import { type GrafanaFolder, prepareGrafanaFolder } from './grafana-folder.ts';
import { type GrafanaHome } from './grafana-home.ts';
import { makeSecret } from './hub.ts';
import { type Observability } from './observability.ts';

export const GRAFANA_ADMIN = 'admin';
/** Its first start makes hundreds of tables, one after the other. */
const START_TIMEOUT_MS = 300_000;

export interface GrafanaOptions {
  run: RunFolder;
  home: GrafanaHome;
  /** Folder of the built plugin. */
  plugin: string;
  port: number;
  hubUrl: string;
  /** Where its datasources are. */
  observability: Observability;
  /** What it inherits, less the settings of another Grafana. */
  env: NodeJS.ProcessEnv;
  /** Called as soon as its process is there, long before it answers. */
  started: (service: ServiceProcess) => void;
  /** Its abort ends the waiting; whoever was told of the process stops it. */
  signal?: AbortSignal | undefined;
}

/** The admin's password is not the one of the run's secrets any more. */
export class GrafanaPasswordError extends Error {
  readonly code = 'grafana/password';

  constructor(file: string) {
    super(
      `Grafana does not take the password of its user "${GRAFANA_ADMIN}" that is in ${file}: whoever changed it on ` +
        'its pages writes it there, or begins anew with --reset',
    );
  }
}

/** Where the run keeps the password of Grafana's admin. */
export function grafanaPasswordFile(run: Pick<RunFolder, 'secretFile'>): string {
  return run.secretFile('grafana-admin-password');
}

/** Who calls, to the run's Grafana. */
export function grafanaAdmin(run: Pick<RunFolder, 'secretFile'>): Record<string, string> {
  return basicAuth(GRAFANA_ADMIN, readFileSync(grafanaPasswordFile(run), 'utf8').trim());
}

/** Starts a Grafana of the user's own on loopback with our provisioning and the built plugin; resolves when it answers. */
export async function startGrafana(options: GrafanaOptions): Promise<void> {
  const { run, home, port } = options;
  run.secret('grafana-admin-password', makeSecret);
  const folder = prepareGrafanaFolder(run, options.plugin, home.bundledPlugins);
  const logFile = run.file('logs', 'grafana.log');
  const url = `http://127.0.0.1:${port}`;
  const service = await startService({
    name: 'grafana',
    command: home.program,
    args: ['server', '--homepath', home.path, '--config', folder.configFile],
    cwd: home.path,
    logFile,
    env: { ...withoutSettings(options.env), ...settingsOf(options, folder, url) },
  });
  options.started(service);
  const ready = waitUntilReady(service, logFile, httpAnswers(`${url}/api/health`), START_TIMEOUT_MS);
  await (options.signal ? unlessInterrupted(options.signal, ready) : ready);
  await provePassword(run, url);
}

function settingsOf(
  { run, port, hubUrl, observability }: GrafanaOptions,
  folder: GrafanaFolder,
  url: string,
): NodeJS.ProcessEnv {
  return {
    NODERR_HUB_URL: hubUrl,
    NODERR_NODE_HUB_URL: '',
    NODERR_PROMETHEUS_URL: observability.prometheus ?? '',
    NODERR_LOKI_URL: observability.loki ?? '',
    NODERR_ALERTMANAGER_URL: observability.alertmanager ?? '',
    GF_SERVER_HTTP_ADDR: '127.0.0.1',
    GF_SERVER_HTTP_PORT: String(port),
    GF_SERVER_ROOT_URL: url,
    GF_PATHS_DATA: folder.data,
    GF_PATHS_LOGS: folder.logs,
    GF_PATHS_PLUGINS: folder.plugins,
    GF_PATHS_PROVISIONING: folder.provisioning,
    GF_SECURITY_ADMIN_USER: GRAFANA_ADMIN,
    // `…__FILE` is understood by the start script of Grafana's image alone, this by the program.
    GF_SECURITY_ADMIN_PASSWORD: `$__file{${grafanaPasswordFile(run)}}`,
    GF_SECURITY_DISABLE_GRAVATAR: 'true',
    GF_USERS_ALLOW_SIGN_UP: 'false',
    GF_AUTH_ANONYMOUS_ENABLED: 'false',
    GF_SNAPSHOTS_EXTERNAL_ENABLED: 'false',
    GF_NEWS_NEWS_FEED_ENABLED: 'false',
    GF_ANALYTICS_REPORTING_ENABLED: 'false',
    GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
    GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    GF_PLUGINS_PLUGIN_ADMIN_ENABLED: 'false',
    GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: 'true',
    GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS: 'noderr-hub-app',
  };
}

function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GF_')));
}

/** Grafana sets the password at the first start of a data folder, and never again. */
async function provePassword(run: RunFolder, url: string): Promise<void> {
  const response = await fetch(`${url}/api/org`, { headers: grafanaAdmin(run), signal: AbortSignal.timeout(30_000) });
  if (response.status === 401) throw new GrafanaPasswordError(grafanaPasswordFile(run));
  if (!response.ok) throw new Error(`Grafana answered its admin with ${response.status}`);
}
