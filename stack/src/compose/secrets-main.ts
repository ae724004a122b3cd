/**
 * The one-shot container `secrets-init`. Usage: node secrets-main.ts RUN_FOLDER SECRETS_FOLDER RECEIVERS_FOLDER, with the
 * address of Grafana in NODERR_GRAFANA_URL.
 */
import { chownSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeKeys } from '../keys.ts';
import { openRunFolder } from '../run/run-folder.ts';
import { distributeSecrets } from './secrets.ts';

/** The user of our own images, who goes on with the keys of the demo. */
const NODERR = 10_001;

const [path, folder, receivers] = process.argv.slice(2);
const grafanaUrl = process.env.NODERR_GRAFANA_URL;
if (path === undefined || folder === undefined || receivers === undefined || grafanaUrl === undefined) {
  throw new Error('usage: node secrets-main.ts RUN_FOLDER SECRETS_FOLDER RECEIVERS_FOLDER, with NODERR_GRAFANA_URL');
}
const run = openRunFolder(path, false);
await distributeSecrets({
  ...{ run, keys: await makeKeys(run), folder, receivers },
  ...{ hubUrl: 'http://hub:8480', grafanaUrl, postgres: 'postgres:5432' },
});
run.release();
for (const name of ['', ...readdirSync(path, { recursive: true, encoding: 'utf8' })]) {
  chownSync(join(path, name), NODERR, NODERR);
}
process.stdout.write('each service has its secrets\n');
