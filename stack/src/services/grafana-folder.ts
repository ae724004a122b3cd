import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../noderr-command.ts';
import { type RunFolder } from '../run/run-folder.ts';

/** What the run's Grafana reads beside its own files; written anew at each start. */
export interface GrafanaFolder {
  data: string;
  logs: string;
  plugins: string;
  provisioning: string;
  /** In place of the home's own `conf/custom.ini`, which may name somebody's database. */
  configFile: string;
}

/** @param plugin folder of the built plugin */
export function prepareGrafanaFolder(run: RunFolder, plugin: string, bundledPlugins: string | null): GrafanaFolder {
  const plugins = renewed(run, 'plugins');
  cpSync(plugin, join(plugins, 'noderr-hub-app'), { recursive: true });
  const configFile = run.file('grafana', 'grafana.ini');
  writeFileSync(configFile, settingsOf(bundledPlugins));
  return {
    data: run.folder('grafana', 'data'),
    logs: run.folder('grafana', 'logs'),
    plugins,
    provisioning: provisioningOf(run),
    configFile,
  };
}

/** Only what the environment cannot say: it reaches no key that the defaults of a version do not name. */
function settingsOf(bundledPlugins: string | null): string {
  const paths = bundledPlugins === null ? [] : ['[paths]', `bundled_plugins = ${bundledPlugins}`];
  // 13.0 lays a "What's new" over the first page of every user.
  return [...paths, '[feature_toggles]', 'splashScreen = false', ''].join('\n');
}

/** Our provisioning with this run's secrets where the composed stack mounts its own. */
function provisioningOf(run: RunFolder): string {
  const folder = renewed(run, 'provisioning');
  cpSync(join(REPOSITORY, 'provisioning/grafana'), folder, { recursive: true });
  for (const name of readdirSync(join(folder, 'plugins'))) {
    const path = join(folder, 'plugins', name);
    const text = readFileSync(path, 'utf8').replaceAll(/\/run\/secrets\/noderr-([a-z-]+)/g, (_, secret: string) =>
      run.secretFile(secret),
    );
    writeFileSync(path, text);
  }
  return folder;
}

/** A folder without what an earlier start put there. */
function renewed(run: RunFolder, name: string): string {
  rmSync(run.folder('grafana', name), { recursive: true, force: true });
  return run.folder('grafana', name);
}
