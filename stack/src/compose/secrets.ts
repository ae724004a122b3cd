import { chmodSync, chownSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCreateAddress } from 'ethers';
import { type StackKeys } from '../keys.ts';
import { type RunFolder } from '../run/run-folder.ts';
import { writeAlertmanagerConfig } from '../services/alertmanager-config.ts';
import { makeSecret } from '../services/hub.ts';

/** Users of the containers, by the folder in which each finds what it may know. */
const OWNERS = { hub: 10_001, grafana: 472, prometheus: 65_534, alertmanager: 65_534, postgres: 70 } as const;
type Consumer = keyof typeof OWNERS;

/** The secret of the run folder with the URL of the hub's database. */
export const DATABASE_URL = 'database-url';

export interface SecretsPlan {
  /** Where each secret is kept, made at the first start. */
  run: RunFolder;
  keys: StackKeys;
  /** Has a folder for each consumer, each a volume that only that one mounts. */
  folder: string;
  /** Secret files of Alertmanager's receivers, as `alerts/write-alertmanager-config.ts` reads them. */
  receivers: string;
  /** Where Alertmanager reaches the hub. */
  hubUrl: string;
  /** Where people reach Grafana: messages of alerts link there. */
  grafanaUrl: string;
  /** Host and port of the hub's database. */
  postgres: string;
  chown?: (path: string, uid: number, gid: number) => void;
}

/** Gives each service of the composed stack the secrets that it needs, readable by nobody else. */
export async function distributeSecrets(plan: SecretsPlan): Promise<void> {
  const { run, keys, folder, receivers, hubUrl, grafanaUrl, postgres, chown = chownSync } = plan;
  function give(consumer: Consumer, name: string, content: string, mode = 0o400): void {
    const path = join(folder, consumer, name);
    const whole = `${path}.new`;
    writeFileSync(whole, content, { mode });
    chmodSync(whole, mode);
    chown(whole, OWNERS[consumer], OWNERS[consumer]);
    renameSync(whole, path);
  }

  const read = run.secret('read-secret', makeSecret);
  const admin = run.secret('admin-secret', makeSecret);
  const scrape = run.secret('scrape-token', makeSecret);
  give('hub', 'read-secret', read);
  give('hub', 'admin-secret', admin);
  give('hub', 'scrape-token', scrape);
  const webhook = run.secret('hub-webhook-secret', makeSecret);
  give('hub', 'hub-webhook-secret', webhook);
  give('hub', 'operator-keystore', readFileSync(keys.keyFile('operator'), 'utf8'));
  give('hub', 'operator-password', readFileSync(keys.operatorPasswordFile, 'utf8'));
  // The demo's contract is the first transaction of its admin: the hub need not wait until it is deployed.
  const versionBeaconAddress = getCreateAddress({ from: keys.addresses.admin, nonce: 0 });
  give('hub', 'settings.json', `${JSON.stringify({ versionBeaconAddress })}\n`, 0o444);

  const password = run.secret('postgres-password', makeSecret);
  give('postgres', 'password', password);
  const databaseUrl = run.secret(DATABASE_URL, () => `postgres://noderr:${password}@${postgres}/noderr`);
  give('hub', 'database-url', databaseUrl);

  give('grafana', 'noderr-read-secret', read);
  give('grafana', 'noderr-admin-secret', admin);
  give('grafana', 'grafana-admin-password', run.secret('grafana-admin-password', makeSecret));
  give('grafana', 'grafana-secret-key', run.secret('grafana-secret-key', makeSecret));

  give('prometheus', 'scrape-token', scrape);

  give('alertmanager', 'hub-webhook-url', hubUrl);
  give('alertmanager', 'hub-webhook-secret', webhook);
  give('alertmanager', 'grafana-url', grafanaUrl);
  const receiverFiles = readdirSync(receivers).filter((file) => !file.startsWith('.'));
  for (const name of receiverFiles) give('alertmanager', name, readFileSync(join(receivers, name), 'utf8'));
  const ours = ['hub-webhook-url', 'hub-webhook-secret', 'grafana-url', 'alertmanager.yml'];
  const current = new Set([...receiverFiles, ...ours]);
  for (const name of readdirSync(join(folder, 'alertmanager'))) {
    if (!current.has(name)) rmSync(join(folder, 'alertmanager', name));
  }
  // It names files by where they lie here, so Alertmanager's container has them at the same place.
  const config = run.file('alertmanager', 'alertmanager.yml');
  await writeAlertmanagerConfig(join(folder, 'alertmanager'), config);
  give('alertmanager', 'alertmanager.yml', readFileSync(config, 'utf8'));

  for (const consumer of Object.keys(OWNERS) as Consumer[]) {
    chmodSync(join(folder, consumer), 0o500);
    chown(join(folder, consumer), OWNERS[consumer], OWNERS[consumer]);
  }
}
