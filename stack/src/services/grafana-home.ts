import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pathIn } from '../process/callers-path.ts';

/** What the plugin and the dashboards are written for: `grafanaDependency` in the plugin's `plugin.json`. */
const OLDEST = [12, 3] as const;
/** What a Grafana calls itself that was built without the flags of a release: nothing about its age. */
const UNNAMED = '9.2.0';
/** Where the packages of Debian and Red Hat put the data sources that Grafana 13.2 no longer holds in itself. */
const PACKAGED_PLUGINS = '/var/lib/grafana/plugins-bundled';

/** What GRAFANA_HOME names cannot be started. */
export class GrafanaHomeError extends Error {
  readonly code = 'grafana/home';
}

/** An unpacked Grafana of the user's own. */
export interface GrafanaHome {
  path: string;
  program: string;
  version: string;
  /** Data sources that came with it, but are not where it looks for them; null where there is nothing to tell it. */
  bundledPlugins: string | null;
}

/** The Grafana of GRAFANA_HOME; null where none is named. */
export async function findGrafana(env: NodeJS.ProcessEnv): Promise<GrafanaHome | null> {
  const path = pathIn(env, 'GRAFANA_HOME');
  return path === null ? null : openGrafanaHome(path);
}

export async function openGrafanaHome(path: string): Promise<GrafanaHome> {
  const program = join(path, 'bin/grafana');
  if (!isProgram(program) || !existsSync(join(path, 'conf/defaults.ini'))) {
    throw new GrafanaHomeError(
      `GRAFANA_HOME is ${path}, and there is no Grafana: it wants the folder with bin/grafana, conf/ and public/, as ` +
        'its archive holds it (Debian: /usr/share/grafana)',
    );
  }
  const version = await versionOf(program);
  if (version !== UNNAMED && isTooOld(version)) {
    throw new GrafanaHomeError(`the Grafana in ${path} is ${version}; the pages need ${OLDEST.join('.')} or later`);
  }
  return { path, program, version, bundledPlugins: bundledPluginsOf(path) };
}

async function versionOf(program: string): Promise<string> {
  const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: 60_000 }).catch((cause: unknown) => {
    throw new GrafanaHomeError(`${program} does not say its version: ${String(cause)}`, { cause });
  });
  const version = /\d+\.\d+\.\d+\S*/.exec(stdout)?.[0];
  if (version === undefined) throw new GrafanaHomeError(`${program} does not say its version, but: ${stdout.trim()}`);
  return version;
}

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

function bundledPluginsOf(home: string): string | null {
  if (existsSync(join(home, 'data/plugins-bundled/prometheus'))) return null;
  return existsSync(join(PACKAGED_PLUGINS, 'prometheus')) ? PACKAGED_PLUGINS : null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
